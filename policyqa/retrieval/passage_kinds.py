"""What a passage is besides its words: front matter, a bare list of bodies, a row of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policyqa.records import Passage, Sentence

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

# Title and notice repeat the words of the whole document and rule nothing.
FRONT_MATTER = ("印发通知", "标题", "目录")

# 为了…，制定本条例 tells why the document was made; the list of attachments only names them.
_PURPOSE = re.compile(r"^为.*制[定订](?:本|此|了?《)")
_STOPS = re.compile(r"[，,。；;：:、！？]|[0-9]")
_ATTACHED = re.compile(r"^\s*(?:附\s*件\s*[：:]|[0-9]{1,2}[.．、])")


def rules_nothing(passage: Passage) -> bool:
    """Tell whether a passage is front matter, says why the document was made, lists what is
    attached, or is a row of table cells or a title.
    """
    return bool(
        passage.address in FRONT_MATTER
        or is_attachment_list(passage)
        or not _STOPS.search(passage.text)
        or _PURPOSE.match(passage.text)
    )


def is_attachment_list(passage: Passage) -> bool:
    """Tell whether a passage only names what is attached."""
    return passage.address.endswith("结尾") and _ATTACHED.match(passage.text) is not None


def is_duty_list(passage: Passage, corpus: Corpus) -> bool:
    """Tell whether a passage is nothing but the bracket of responsible bodies.

    Where a clause says nothing else, its heading says what they do, and the passage counts.
    """
    # The span of a duty leaves its brackets out.
    lists = [
        (duty.start - 1, duty.end + 1)
        for duty in corpus.duties_of(passage.document_id, passage.address)
        if duty.inherited_from is None and not duty.in_text
    ]
    if not _within(passage, lists):
        return False
    clause = corpus.clause(passage.document_id, passage.address)
    return not all(_within(sentence, lists) for sentence in clause.sentences)


def _within(stretch: Passage | Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= stretch.start and stretch.end <= end for start, end in spans)
