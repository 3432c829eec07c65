"""A header to canonical columns: known exports, and columns by name."""
