"""Whom to ask: who may be asked, how many must be, and who is drawn."""
