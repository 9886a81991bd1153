"""Clauses to passages, indexes and ranked passages."""
