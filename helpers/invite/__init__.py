"""Invitations: the questionnaire, personal links, mails, and their sending."""
