"""The page to share, and the notebooks as they are shared."""
