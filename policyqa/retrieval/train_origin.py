"""What a training run came from, and its long first stage kept for the next run."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

LIBRARIES = ("torch", "numpy", "jieba", "sentence-transformers")


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its name."""
    found = {}
    for path in paths:
        with path.open("rb") as stream:
            found[path.name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def versions() -> dict[str, str]:
    """Return the versions that the figures may hang on."""
    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


class KeptStage:
    """A file with the token vectors after the first stage, used again where all else is equal.

    Nine tenths of a run are the first stage, and the settings of the last one are what is tried.
    """

    def __init__(self, path: Path | None, origin: Sequence[Any]) -> None:
        """``origin``: everything, as JSON values, on which the vectors depend."""
        self._path = path
        self._origin = hashlib.sha256(json.dumps(origin).encode()).hexdigest()

    def load(self, vectors: Tensor) -> list[float] | None:
        """Fill ``vectors`` and return the losses; None when no such run was kept."""
        if self._path is None or not self._path.is_file():
            return None
        content = torch.load(self._path, weights_only=True)
        if content["origin"] != self._origin:
            return None
        with torch.no_grad():
            vectors.copy_(content["vectors"])
        losses: list[float] = content["losses"]
        return losses

    def save(self, vectors: Tensor, losses: Sequence[float]) -> None:
        """Keep ``vectors`` and ``losses`` where a file was named."""
        if self._path is None:
            return
        new = self._path.with_name(self._path.name + ".new")
        content = {
            "origin": self._origin,
            "vectors": vectors.detach().clone(),
            "losses": list(losses),
        }
        torch.save(content, new)
        new.replace(self._path)
