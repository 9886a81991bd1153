"""Files to documents, clauses, duties and targets."""
