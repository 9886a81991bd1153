"""Who answers for a clause, as the text says."""

from policyqa.documents.parser import Structure
from policyqa.records import Duty


def find_duties(structure: Structure) -> tuple[Duty, ...]:
    """Return the duties of all clauses in the order of the document."""
    return ()
