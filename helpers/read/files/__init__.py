"""Any file to records of texts."""
