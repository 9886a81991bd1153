"""Quantified targets of the clauses."""

from policyqa.documents.parser import Structure
from policyqa.records import Target


def find_targets(structure: Structure) -> tuple[Target, ...]:
    """Return the targets of all clauses in the order of the document."""
    return ()
