"""Step 1: the answers and the score."""
