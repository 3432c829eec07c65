"""Texts to values: one strict parser a kind, and what a whole column says."""
