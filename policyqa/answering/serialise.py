"""Answers as JSON objects: the format of ``ask --json`` and of ``batch``."""

from __future__ import annotations

from typing import Any

from policyqa.records import Answer, Citation, Passage

MOST_PASSAGES = 10


def answer_record(answer: Answer) -> dict[str, Any]:
    """Return an answer in the batch format, without its id."""
    return {
        "status": answer.status,
        "answer": answer.text,
        "mode": answer.mode,
        "citations": [citation_record(item) for item in answer.citations],
        "nearest": [citation_record(item) for item in answer.nearest],
        "passages": [passage_record(item) for item in answer.passages[:MOST_PASSAGES]],
        "seconds": round(answer.seconds, 6),
    }


def citation_record(item: Citation) -> dict[str, Any]:
    """Return a citation with its document id, clause, quote and code point offsets."""
    return {
        "n": item.n,
        "document": item.document_id,
        "clause": item.address,
        "heading": item.heading,
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
    }


def passage_record(item: Passage) -> dict[str, Any]:
    """Return a ranked passage."""
    return {
        "document": item.document_id,
        "clause": item.address,
        "text": item.text,
        "score": round(item.score, 6),
    }
