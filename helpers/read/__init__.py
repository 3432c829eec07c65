"""Any file to a typed table and its ledger."""
