"""Document files of a corpus folder -> ``Document`` records.

A corpus folder holds ``documents/`` and, optionally, ``registry.toml`` with what is known
about each file; a bare folder of ``.txt`` and ``.md`` files works too. What the registry does
not say is read from the text itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from policyqa.documents.metadata import read_metadata
from policyqa.documents.naming import short_title
from policyqa.documents.parser import parse
from policyqa.documents.wrapping import unwrap
from policyqa.errors import CorpusError
from policyqa.records import Document, Kind, Level

REGISTRY = "registry.toml"
DOCUMENTS = "documents"
SUFFIXES = (".txt", ".md")

_TEXT_FIELDS = (
    "id",
    "file",
    "title",
    "short_title",
    "number",
    "issuer",
    "level",
    "adopted_by",
    "source_url",
    "kind",
)
_DATE_FIELDS = ("issued", "adopted", "effective")
_PARENT_FIELDS = ("title", "number", "issuer", "level", "issued")
_CHOICES = {"level": get_args(Level), "kind": get_args(Kind)}


@dataclass(frozen=True, slots=True)
class Parent:
    """A plan that a document names as its basis; only ``title`` comes from that document."""

    title: str
    number: str = ""
    issuer: str = ""
    level: Level = "other"
    issued: date | None = None


def load_documents(corpus_dir: Path) -> tuple[Document, ...]:
    """Read all documents: the registry's first in its order, then other files by name.

    :raises CorpusError: the folder, a file or a registry field cannot be used.
    """
    entries, _ = _read_registry(corpus_dir)
    folder = corpus_dir / DOCUMENTS
    if not folder.is_dir():
        folder = corpus_dir
    documents: list[Document] = []
    taken: set[Path] = set()
    for entry in entries:
        path = folder / entry.get("file", f"{entry['id']}.txt")
        taken.add(path)
        documents.append(_read(path, entry["id"], entry))
    for path in _files(folder):
        if path not in taken:
            documents.append(_read(path, path.stem, {}))
    if not documents:
        raise CorpusError(f"文件夹 {folder} 里没有 .txt 或 .md 文件，请放入政策文件后重试。")
    ids = [document.id for document in documents]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice:
        raise CorpusError(f"有两个文件的编号都是 {twice}，请改名后重试。")
    return _distinct_short_titles(documents)


def load_parents(corpus_dir: Path) -> Mapping[str, Parent]:
    """Return what the registry knows about the plans that its documents name, by title."""
    return _read_registry(corpus_dir)[1]


def read_text(path: Path) -> str:
    """Read a text file in UTF-8 or GB 18030, line breaks as ``\\n``, cut lines made whole.

    :raises CorpusError: the file is missing, unreadable, in another encoding or blank.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"文件 {path} 读不出来（{error.strerror}），请检查后重试。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise CorpusError(f"文件 {path} 是空的，请放入正文或删去这个文件。")
        return unwrap(text.replace("\r\n", "\n").replace("\r", "\n"))
    raise CorpusError(f"文件 {path} 既不是 UTF-8 也不是 GB 18030 编码，请转换后重试。")


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CorpusError(f"找不到文件夹 {folder}，请检查路径。")
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not path.name.startswith(".")
        and path.name.lower() != "readme.md"
    )


def _read(path: Path, identity: str, entry: Mapping[str, Any]) -> Document:
    document = Document(id=identity, title=identity, text=read_text(path))
    found = read_metadata(parse(document))
    known = {name: entry[name] for name in entry if name not in ("id", "file", "parents")}
    if "parents" in entry:
        known["parents"] = tuple(parent.title for parent in _parents(entry["parents"], identity))
    if "title" in known and "short_title" not in known:
        known["short_title"] = short_title(known["title"], known.get("issuer", found.issuer))
    fields: dict[str, Any] = {
        "title": found.title or identity,
        "short_title": found.short_title or identity,
        "number": found.number,
        "issuer": found.issuer,
        "level": found.level,
        "issued": found.issued,
        "adopted": found.adopted,
        "adopted_by": found.adopted_by,
        "parents": found.parents,
        "effective": found.effective,
    }
    return replace(document, **(fields | known))


def _distinct_short_titles(documents: list[Document]) -> tuple[Document, ...]:
    """Two documents of one short title would look the same in a citation: give their titles."""
    names = [document.short_title for document in documents]
    return tuple(
        replace(document, short_title=document.title)
        if names.count(document.short_title) > 1
        else document
        for document in documents
    )


def _read_registry(corpus_dir: Path) -> tuple[list[dict[str, Any]], dict[str, Parent]]:
    path = corpus_dir / REGISTRY
    if not path.is_file():
        return [], {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"文件 {path} 不是有效的 TOML：{error}。") from error
    _only(table, ("document",), REGISTRY)
    entries = table.get("document", [])
    if not isinstance(entries, list):
        raise CorpusError(f"{REGISTRY} 的 document 应写成 [[document]]。")
    parents: dict[str, Parent] = {}
    for entry in entries:
        _check(entry)
        parents |= {p.title: p for p in _parents(entry.get("parents", []), entry["id"])}
    return entries, parents


def _check(entry: dict[str, Any]) -> None:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not entry["id"]:
        raise CorpusError(f"{REGISTRY} 里有一份文件没有写 id。")
    where = f"{REGISTRY} 的 {entry['id']}"
    _only(entry, (*_TEXT_FIELDS, *_DATE_FIELDS, "parents"), where)
    _values(entry, where)
    if Path(entry.get("file", "")).name != entry.get("file", ""):
        raise CorpusError(f"{where} 的 file 应是 {DOCUMENTS}/ 里的文件名，不带路径。")


def _values(entry: Mapping[str, Any], where: str) -> None:
    for name, value in entry.items():
        if name in _DATE_FIELDS:
            if type(value) is not date:
                raise CorpusError(f"{where} 的 {name} 应是日期，如 2023-04-25。")
        elif name in _TEXT_FIELDS and not isinstance(value, str):
            raise CorpusError(f"{where} 的 {name} 应是文字。")
        if name in _CHOICES and value not in _CHOICES[name]:
            raise CorpusError(f"{where} 的 {name} 应是 {'、'.join(_CHOICES[name])} 之一。")


def _parents(tables: object, identity: str) -> tuple[Parent, ...]:
    where = f"{REGISTRY} 的 {identity} 的 parents"
    if not isinstance(tables, list) or not all(
        isinstance(t, dict) and t.get("title") for t in tables
    ):
        raise CorpusError(f"{where} 应是一组表，每个写明 title。")
    for table in tables:
        _only(table, _PARENT_FIELDS, where)
        _values(table, where)
    return tuple(Parent(**table) for table in tables)


def _only(table: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise CorpusError(
            f"{where} 里有不认识的字段 {unknown[0]}；可用的有：{'、'.join(allowed)}。"
        )
