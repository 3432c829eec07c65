"""What would happen to one file, before a report is run."""
