"""The NPS value kit's tested calculations: read, collect, merge, compare, report."""
