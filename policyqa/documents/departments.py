"""Names of government bodies: canonical names, short forms, spellings."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Departments:
    """The bodies of one table."""


def load_departments(path: Path) -> Departments:
    """Read a department table."""
    return Departments()
