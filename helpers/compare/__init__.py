"""Step 3: LTV, LRV and customer value of the segments, the gaps between them, and how far they hold."""
