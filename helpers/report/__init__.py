"""What people see: charts, tables, the page, the run."""
