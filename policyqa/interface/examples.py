"""Example questions of the first page, kept beside the documents that they ask about."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "examples.txt"


def load_examples(corpus_dir: Path) -> tuple[str, ...]:
    """Read ``examples.txt``: a question a line, blank lines and ``#`` comments skipped.

    A corpus without the file has no examples.
    """
    path = corpus_dir / FILE_NAME
    if not path.is_file():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
