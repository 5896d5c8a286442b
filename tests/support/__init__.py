"""What tests share: builders, fakes, and the table of clauses."""
