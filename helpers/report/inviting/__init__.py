"""Whom to ask, the mails that ask, and their sending."""
