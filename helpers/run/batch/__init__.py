"""Many reports and their index."""
