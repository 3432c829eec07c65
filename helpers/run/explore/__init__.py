"""What if: a panel over a finished run, to be asked in a meeting."""
