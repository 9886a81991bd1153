"""Texts to token ids while training, and the tokenizer that is stored with the model."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from policyqa.retrieval.encoder import segmented

Tokens = npt.NDArray[np.int32]
UNKNOWN = "[UNK]"

# jieba never joins characters across these, so that stretches can be segmented once each.
_STRETCH = re.compile(r"[，,；;：:。！？、（）()《》“”\s]+")


class TokenTable:
    """Numbers every token it meets; remembers the stretches it has segmented."""

    def __init__(self) -> None:
        self.tokens: dict[str, int] = {}
        self._stretches: dict[str, Tokens] = {}

    def encode(self, text: str) -> Tokens:
        """Return the provisional ids of the tokens of ``text``."""
        parts = [self._stretch(part) for part in _STRETCH.split(text) if part]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)

    def _stretch(self, text: str) -> Tokens:
        known = self._stretches.get(text)
        if known is None:
            ids = [self.tokens.setdefault(t, len(self.tokens)) for t in segmented(text).split()]
            known = self._stretches[text] = np.array(ids, dtype=np.int32)
        return known


class Vocabulary:
    """The tokens that get a vector; id 0 is the unknown token."""

    def __init__(
        self, table: TokenTable, counts: npt.NDArray[np.int64], size: int, least: int
    ) -> None:
        """Keep the most frequent ``size`` - 1 tokens seen at least ``least`` times.

        Single characters are kept from two occurrences on: they stand in for the words that
        are not kept.
        """
        names = list(table.tokens)
        wanted = [
            at for at in range(len(names)) if counts[at] >= (2 if len(names[at]) == 1 else least)
        ]
        wanted.sort(key=lambda at: (len(names[at]) > 1, -counts[at], names[at]))
        wanted = wanted[: size - 1]
        self._table = table
        self._final = np.zeros(len(names), dtype=np.int32)
        self._final[wanted] = np.arange(1, len(wanted) + 1)
        self.tokens = [UNKNOWN, *(names[at] for at in wanted)]

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: str) -> Tokens:
        """Return the ids of the known tokens of ``text``."""
        provisional = self._table.encode(text)
        # Tokens first met after the vocabulary was fixed are unknown.
        known: Tokens = self._final[provisional[provisional < len(self._final)]]
        return known[known > 0]

    def tokenizer(self) -> Tokenizer:
        """Return the tokenizer for texts that are segmented already."""
        ids = {token: number for number, token in enumerate(self.tokens)}
        tokenizer = Tokenizer(WordLevel(ids, unk_token=UNKNOWN))
        tokenizer.pre_tokenizer = WhitespaceSplit()
        return tokenizer


def count_tokens(table: TokenTable, texts: Iterable[str]) -> npt.NDArray[np.int64]:
    """Return how often each token of ``table`` occurs in ``texts``, which fill the table."""
    counts = np.zeros(1 << 16, dtype=np.int64)
    for text in texts:
        ids = table.encode(text)
        while len(table.tokens) > len(counts):
            counts = np.concatenate([counts, np.zeros_like(counts)])
        np.add.at(counts, ids, 1)
    return counts[: len(table.tokens)]
