"""The answering engine: opens corpus, index and tables once, then runs the steps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from policyqa.answering.context import Context
from policyqa.answering.cues import load_cues
from policyqa.answering.language_model import load_writer
from policyqa.answering.normalise import normalise_question
from policyqa.answering.places import Places
from policyqa.answering.resources import Resources
from policyqa.answering.spelling import Spelling
from policyqa.answering.steps import STEPS, compose_answer, verify_answer
from policyqa.answering.understanding import Understanding
from policyqa.answering.wording import load_wording
from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.errors import IndexMissingError, IndexStaleError
from policyqa.records import Answer, Passage
from policyqa.retrieval.encoder import Encoder, load_encoder
from policyqa.retrieval.search import Searcher
from policyqa.retrieval.store import Index, build_index, open_index
from policyqa.settings import ROOT, Settings
from policyqa.text import domain_words

TABLES = ROOT / "corpus"
MOST_TURNS = 10


class Engine:
    """Answers questions over one corpus; safe to use from several threads."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources

    @property
    def corpus(self) -> Corpus:
        """The documents and registers that answers come from."""
        return self.resources.corpus

    @property
    def searcher(self) -> Searcher:
        """The ranking behind the answers."""
        return self.resources.searcher

    @classmethod
    def open(cls, settings: Settings, *, progress: bool = True) -> Engine:
        """Load everything; build the index first where it is missing or stale.

        :raises PolicyQAError: the corpus, a table, the encoder or the index cannot be used.
        """
        corpus = load_corpus(settings.corpus)
        encoder = load_encoder(settings.encoder)
        try:
            index = open_index(corpus, encoder, settings.index)
        except (IndexMissingError, IndexStaleError):
            build_index(corpus, encoder, settings.index, progress=progress)
            index = open_index(corpus, encoder, settings.index)
        return cls.over(corpus, index, encoder, settings)

    @classmethod
    def over(cls, corpus: Corpus, index: Index, encoder: Encoder, settings: Settings) -> Engine:
        """Put the engine together from a corpus and its index that are open already.

        :raises PolicyQAError: a table or the language model cannot be used.
        """
        cues = load_cues(TABLES / "questions.toml")
        places = Places(corpus)
        stopwords = frozenset(domain_words(TABLES / "stopwords.txt"))
        return cls(
            Resources(
                corpus=corpus,
                searcher=Searcher(index, corpus, encoder, types_of=cues.kinds_of),
                cues=cues,
                wording=load_wording(ROOT / "prompts" / "answers.toml"),
                understanding=Understanding(corpus, cues, places, stopwords),
                spelling=Spelling(corpus),
                settings=settings,
                writer=load_writer(settings),
            )
        )

    def search(self, query: str, k: int = 10) -> list[Passage]:
        """Return the ``k`` best passages, of the documents that ``query`` names when it does."""
        query = normalise_question(query)
        documents = self.resources.understanding.choice.choose(query)
        return self.searcher.search(query, k, document_ids=documents or None)

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last of ``turns``; the earlier ones are its context."""
        started = time.perf_counter()
        context = Context(tuple(turns[-MOST_TURNS:]))
        for step in STEPS:
            if context.refusal is not None and step not in (verify_answer, compose_answer):
                continue  # the input was refused: only the wording is left to do
            before = time.perf_counter()
            step(context, self.resources)
            context.trace[step.__name__] = (time.perf_counter() - before) * 1000
        assert context.answer is not None
        return replace(
            context.answer,
            seconds=time.perf_counter() - started,
            trace=MappingProxyType(context.trace),
        )
