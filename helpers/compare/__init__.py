"""Step 3: what the segments are worth, and how sure that is."""
