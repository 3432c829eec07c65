"""What customers are expected to buy in the next year, and what is at stake with those who would not recommend."""
