"""Like with like: the gap between customers who were alike before the window."""
