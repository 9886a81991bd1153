"""What an index was built from, and what its files must be.

``manifest.json`` holds one object:

``format``     version of this layout
``folder``     the folder beside the manifest that holds the files
``inputs``     what the index depends on; an index with other inputs is stale
``versions``   the Python and library versions it was built with; for the record, only those in
               ``inputs`` make it stale
``built``      when, ISO 8601, UTC
``files``      for each file, by its path inside the folder, ``bytes`` and ``sha256``
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from policyqa.errors import IndexDamagedError, IndexMissingError, IndexStaleError
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.lexical import BEST_PASSAGE
from policyqa.retrieval.matrix import K1, B
from policyqa.retrieval.passages import SHORTEST
from policyqa.retrieval.terms import FIELD_WEIGHTS
from policyqa.text import DICTIONARY

FORMAT = 1
MANIFEST = "manifest.json"
BUILD_COMMAND = "python -m policyqa build"

# These decide what terms and numbers come out; another version of them may give others.
_DECISIVE = ("jieba", "bm25s", "faiss-cpu")
_RECORDED = ("numpy", "scipy", "langchain-core")


@dataclass(frozen=True)
class Manifest:
    """See the module's text for the fields."""

    format: int
    folder: str
    inputs: Mapping[str, str]
    files: Mapping[str, Mapping[str, object]]
    versions: Mapping[str, str] = field(default_factory=dict)
    built: str = ""


def index_inputs(corpus_digest: str, encoder: Encoder) -> dict[str, str]:
    """Name everything that decides what the index holds, as plain strings."""
    weights = ", ".join(f"{name} {weight:g}" for name, weight in FIELD_WEIGHTS.items())
    return {
        "corpus": corpus_digest,
        "dictionary": hashlib.sha256(DICTIONARY.read_bytes()).hexdigest(),
        "encoder": f"{encoder.name} {encoder.dimension}",
        "encoder_digest": encoder.digest,
        "lexical": f"k1 {K1:g}, b {B:g}, {weights}, best passage {BEST_PASSAGE:g}",
        "passages": f"shortest {SHORTEST}, announcements, rows of cells whole",
        **{name: version(name) for name in _DECISIVE},
    }


def make_manifest(folder: Path, inputs: Mapping[str, str]) -> Manifest:
    """Describe the files that lie in ``folder``."""
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    versions = {"python": platform.python_version()}
    versions |= {name: version(name) for name in _RECORDED}
    built = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(FORMAT, folder.name, dict(inputs), files, versions, built)


def write_manifest(index_dir: Path, manifest: Manifest) -> None:
    """Write ``manifest.json`` in one step: a reader sees the old one or the new one."""
    temporary = index_dir / f"{MANIFEST}.tmp"
    temporary.write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    temporary.replace(index_dir / MANIFEST)


def read_manifest(index_dir: Path) -> Manifest:
    """Read ``manifest.json``.

    :raises IndexMissingError: there is none.
    :raises IndexDamagedError: it cannot be understood.
    :raises IndexStaleError: it has another format version.
    """
    path = index_dir / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexMissingError(
            f"还没有建立索引（{index_dir} 里没有 {MANIFEST}），请运行 {BUILD_COMMAND}。"
        ) from error
    except (OSError, ValueError) as error:
        raise damaged(MANIFEST) from error
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        raise damaged(MANIFEST)
    if data["format"] != FORMAT:
        raise IndexStaleError(
            f"索引的格式是第 {data['format']} 版，本程序用第 {FORMAT} 版，"
            f"请运行 {BUILD_COMMAND} 重建。"
        )
    try:
        manifest = Manifest(**data)
    except TypeError as error:
        raise damaged(MANIFEST) from error
    well_formed = (
        isinstance(manifest.folder, str)
        # A manifest from a stranger must not lead out of the index folder.
        and Path(manifest.folder).name == manifest.folder not in {"", ".", ".."}
        and isinstance(manifest.inputs, dict)
        and isinstance(manifest.files, dict)
        and all(isinstance(entry, dict) for entry in manifest.files.values())
    )
    if not well_formed:
        raise damaged(MANIFEST)
    return manifest


def check_inputs(manifest: Manifest, inputs: Mapping[str, str]) -> None:
    """Compare what an index was built from with what is there now.

    :raises IndexStaleError: something differs.
    """
    names = {"corpus": "文件", "dictionary": "分词词典"} | dict.fromkeys(
        ("encoder", "encoder_digest"), "嵌入模型"
    )
    changed = [name for name in inputs if manifest.inputs.get(name) != inputs[name]]
    if changed:
        what = "、".join(dict.fromkeys(names.get(name, name) for name in changed))
        raise IndexStaleError(f"索引已过时（{what}有变动），请运行 {BUILD_COMMAND} 重建。")


def check_files(manifest: Manifest, folder: Path) -> None:
    """Compare every file with its size and checksum.

    :raises IndexDamagedError: one is missing or was altered.
    """
    for name, expected in manifest.files.items():
        path = folder / name
        try:
            good = path.stat().st_size == expected.get("bytes") and _sha256(path) == expected.get(
                "sha256"
            )
        except OSError as error:
            raise damaged(name) from error
        if not good:
            raise damaged(name)


def damaged(name: str) -> IndexDamagedError:
    """Make the error for a file of the index that cannot be used."""
    return IndexDamagedError(
        f"索引文件 {name} 缺失、读不出或被改动过，请运行 {BUILD_COMMAND} 重建。"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
