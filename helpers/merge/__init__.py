"""Step 2: purchases joined to one row a customer."""
