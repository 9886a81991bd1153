"""What would make the lexicon fire wrongly: doubles, circles, terms inside function words."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from policyqa.documents.lexicon import Lexicon
from policyqa.text import fold


def lint(lexicon: Lexicon) -> list[str]:
    """List what would make the lexicon fire wrongly, one Chinese sentence each; empty is good."""
    return [
        *_lint_terms(lexicon),
        *_lint_guards(lexicon),
        *_lint_cycles(lexicon),
    ]


def _lint_terms(lexicon: Lexicon) -> Iterator[str]:
    seen: set[str] = set()
    for entry in lexicon.entries:
        for said in entry.say:
            if fold(said) in seen:
                yield f"“{said}”写了不止一次。"
            seen.add(fold(said))
            if said in entry.official and not entry.mutual:
                yield f"“{said}”同时是它自己的正式说法。"
            if len(said) == 1 and said not in lexicon.single_characters:
                yield f"“{said}”只有一个字，又不在 lint.single_characters 里。"
        if len(set(entry.official)) < len(entry.official):
            yield f"“{entry.say[0]}”的正式说法有重复。"
    for word in lexicon.function_words:
        for expansion in lexicon.expand(word):
            yield f"“{expansion.said}”会在虚词“{word}”上命中。"


def _lint_guards(lexicon: Lexicon) -> Iterator[str]:
    terms = {said for entry in lexicon.entries for said in entry.say}
    for guard in lexicon.guards:
        if guard in terms:
            yield f"“{guard}”既是口语词又是 guard 词。"
        elif not any(term in guard for term in terms):
            yield f"guard 词“{guard}”里没有口语词，用不着。"


def _lint_cycles(lexicon: Lexicon) -> Iterator[str]:
    """Tell of a circle of any length: expanding twice would then come back to the start."""
    graph: dict[str, set[str]] = {}
    for entry in lexicon.entries:
        for said in () if entry.mutual else entry.say:
            graph.setdefault(said, set()).update(term for term in entry.official if term != said)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"口语词与正式说法绕成一圈：{' ← '.join(error.args[1])}。"
