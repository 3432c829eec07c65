"""Those who did not answer: what they are worth, and weights that make the others stand for all."""
