"""All that the corpus folder holds, read once: documents, clauses, registers, lexicon."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from policyqa.documents.departments import Departments, load_departments
from policyqa.documents.duties import find_duties
from policyqa.documents.lexicon import Lexicon, load_lexicon
from policyqa.documents.parser import Structure, parse
from policyqa.documents.registry import Parent, load_documents, load_parents
from policyqa.documents.targets import find_targets
from policyqa.errors import CorpusError, UnknownDocumentError
from policyqa.records import Clause, Document, Duty, Sentence, Target
from policyqa.settings import ROOT
from policyqa.text import DICTIONARY

_Key = tuple[str, str]
_T = TypeVar("_T", Duty, Target)


@dataclass(frozen=True)
class Corpus:
    """Documents and all that is read from them, in the order of the registry.

    ``digest`` is a SHA-256 over every input (texts, metadata, departments, lexicon,
    dictionary) and over how the texts are cut into clauses, so that a built index can tell
    whether it is stale: a later version of the parser may cut the same text in another way.
    """

    documents: Mapping[str, Document]
    structures: Mapping[str, Structure]
    duties: tuple[Duty, ...]
    targets: tuple[Target, ...]
    departments: Departments
    lexicon: Lexicon
    parents: Mapping[str, Parent]
    digest: str
    _clauses: Mapping[_Key, Clause] = field(repr=False)
    _duties: Mapping[_Key, tuple[Duty, ...]] = field(repr=False)
    _targets: Mapping[_Key, tuple[Target, ...]] = field(repr=False)

    def structure(self, document_id: str) -> Structure:
        """Return the clauses and headings of one document.

        :raises UnknownDocumentError: no document of that id.
        """
        try:
            return self.structures[document_id]
        except KeyError:
            raise UnknownDocumentError(f"文件库里没有编号为 {document_id} 的文件。") from None

    def clause(self, document_id: str, address: str) -> Clause:
        """Return one clause.

        :raises UnknownDocumentError: no document of that id.
        :raises CorpusError: the document has no clause at that address.
        """
        title = self.structure(document_id).document.title
        try:
            return self._clauses[document_id, address]
        except KeyError:
            raise CorpusError(f"《{title}》里没有{address}这一条。") from None

    def announcement(self, clause: Clause) -> Sentence | None:
        """Return the sentence of the part above that ends in a colon and announces ``clause``.

        有下列情形之一的，不予奖补： says of every item below it what the item alone does not.
        """
        # A further paragraph (款) of an article stands behind its items and is none of them.
        parent = (
            clause.ancestors[-1] if clause.ancestors and not clause.address.endswith("款") else ""
        )
        above = self._clauses.get((clause.document_id, parent))
        last = above.sentences[-1] if above else None
        if last is None or last.end > clause.start or last.text.rstrip()[-1:] not in "：:":
            return None
        return last

    def duties_of(self, document_id: str, address: str) -> tuple[Duty, ...]:
        """Return the duties of one clause, its own first, then inherited ones."""
        return self._duties.get((document_id, address), ())

    def targets_of(self, document_id: str, address: str) -> tuple[Target, ...]:
        """Return the quantified targets of one clause in the order of the text."""
        return self._targets.get((document_id, address), ())


def load_corpus(corpus_dir: Path) -> Corpus:
    """Read a corpus folder or a bare folder of ``.txt`` and ``.md`` files.

    ``departments.toml`` and ``lexicon.toml`` are those of the folder, else the shipped ones.

    :raises CorpusError: a folder or file cannot be used.
    """
    documents = load_documents(corpus_dir)
    structures = {document.id: parse(document) for document in documents}
    duties = tuple(duty for each in structures.values() for duty in find_duties(each))
    targets = tuple(target for each in structures.values() for target in find_targets(each))
    departments_path = _own_or_shipped(corpus_dir, "departments.toml")
    lexicon_path = _own_or_shipped(corpus_dir, "lexicon.toml")
    parents = load_parents(corpus_dir)
    return Corpus(
        documents=MappingProxyType({document.id: document for document in documents}),
        structures=MappingProxyType(structures),
        duties=duties,
        targets=targets,
        departments=load_departments(departments_path).with_spellings(
            name for duty in duties for name in (*duty.lead, *duty.shared, *duty.assisting)
        ),
        lexicon=load_lexicon(lexicon_path),
        parents=MappingProxyType(dict(parents)),
        digest=_digest(
            documents, structures, parents, (departments_path, lexicon_path, DICTIONARY)
        ),
        _clauses=MappingProxyType(
            {(c.document_id, c.address): c for each in structures.values() for c in each.clauses}
        ),
        _duties=_grouped(duties),
        _targets=_grouped(targets),
    )


def _own_or_shipped(corpus_dir: Path, name: str) -> Path:
    own = corpus_dir / name
    return own if own.is_file() else ROOT / "corpus" / name


def _grouped(items: tuple[_T, ...]) -> Mapping[_Key, tuple[_T, ...]]:
    groups: defaultdict[_Key, list[_T]] = defaultdict(list)
    for item in items:
        groups[item.document_id, item.address].append(item)
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})


def _digest(
    documents: tuple[Document, ...],
    structures: Mapping[str, Structure],
    parents: Mapping[str, Parent],
    files: tuple[Path, ...],
) -> str:
    digest = hashlib.sha256()
    for record in (*documents, *parents.values()):
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    for structure in structures.values():
        cut = [(clause.address, clause.start, clause.end) for clause in structure.clauses]
        cut += [(heading.address, heading.start, heading.end) for heading in structure.headings]
        digest.update(repr(cut).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
