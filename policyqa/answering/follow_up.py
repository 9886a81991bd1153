"""Step ``resolve_follow_up``: completes a question that leans on the one before.

A follow-up leaves something out (那谁管呢), points back (这一条的责任部门, 第二个呢), names only
what changes (那农药呢, 市商务局呢), or takes the question back (不对，我问的是城里). What changes
replaces its counterpart in the question before; the rest is kept. Adding the whole earlier
turn instead would drag its topic along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Question, Term
from policyqa.answering.cues import Cues
from policyqa.answering.duty_claims import claims_duty
from policyqa.answering.evidence import score_passages
from policyqa.answering.pointing import (
    EDGES,
    PARTICLES,
    Cited,
    pointed_clause,
    sibling_clause,
    strip_opening,
)
from policyqa.answering.resources import Resources
from policyqa.answering.subject import subject_of, without_details
from policyqa.answering.substitution import (
    in_another_area,
    in_place_of_kin,
    of_another_place,
    substitutions,
    with_antecedent,
)
from policyqa.answering.topic import is_everyday, is_thing
from policyqa.documents.indicators import is_bare
from policyqa.records import Passage
from policyqa.text import part_of_speech, same_width

CANDIDATES = 20
SHORT = 14
# A longer question is taken to say all it means.
LEANING_LENGTH = 12
# Weight from which a word that no document holds is a thing of its own.
UNKNOWN_THING = 0.8
# “碳普惠”怎么参与 names its own thing.
_QUOTED = re.compile(r"“[^“”]{3,12}”")
# 能耗强度呢，要降多少: another thing is named first, and asked about.
_OTHER_THING = re.compile(r"^([^，,呢]{2,10})呢[，,](?=[^，,])")
FIGURES = ("how_much", "target")
# The whole earlier topic beside the new words covers more only because it says more.
JOINED_LOSS, ALONE_LOSS = 0.25, 0.4


def resolve(
    text: str,
    previous: Question | None,
    cited: Cited,
    resources: Resources,
    bodies: Sequence[str] = (),
) -> str:
    """Return ``text`` completed from the question before, or as it is when it stands alone.

    ``bodies`` are those that earlier questions named; ``cited`` gives the clauses that
    answered the question before and is called only when the follow-up points at one of them.
    """
    if previous is None:
        return text
    words = resources.cues.words
    text = with_antecedent(text, previous, bodies)
    rest, opened = strip_opening(text, words["continues"] + words["correction"])
    pointed = sibling_clause(text, previous, resources) or pointed_clause(
        text, previous, cited, resources
    )
    if pointed:
        return pointed
    own = resources.understanding.read(rest)
    # 这个文件 and 园区那条 point at no earlier answer.
    unnamed = re.sub(
        "|".join(map(re.escape, words["demonstrated"])), "", own.rest if own.references else text
    )
    pronoun = next((word for word in words["pronouns"] if word in unnamed), "")
    has_topic = bool(
        any(
            is_thing(term)
            and term.text not in words["heads"]
            and not is_bare(term.text)
            and not resources.cues.is_area(term.text)
            and not _is_ruling(term, resources)
            and not _is_act(term)
            for term in resources.understanding.topical(own.terms)
        )
        or own.references
        or own.departments
        or _names_other_things(own, resources.cues)
        or (not opened and _QUOTED.search(rest))
    )
    if own.asks("definition") and _is_written(own, resources):
        return text
    bare = not own.references and not resources.understanding.topical(own.terms)
    if bare and claims_duty(own, resources):
        # 县市区政府有没有责任 behind a question on a topic asks about that topic.
        return _join(subject_of(previous, resources), rest)
    short = bool(re.search(r"呢[?？]?$", text)) and len(rest) <= SHORT
    elsewhere = [place.name for place in previous.places if not place.here]
    if _OTHER_THING.match(rest) and elsewhere and not own.places and own.asks(*FIGURES):
        # 能耗强度呢，要降多少 behind a question on a county is about that county.
        years = "".join(f"{year}年" for year in previous.years if not own.years)
        return "".join(elsewhere) + years + _OTHER_THING.sub(r"\1", rest)
    if not pronoun and not short and _stands_alone(text, own, resources.cues):
        return text
    named = own.references or own.departments
    if resources.cues.turns["also"].search(text) and not named:
        # 场内不上路的也算吗 asks the same of something else.
        return _join(subject_of(previous, resources), rest)
    if not (opened or pronoun or short or not has_topic):
        return _completed_if_same_clause(text, own, previous, cited, resources)
    if resources.cues.metadata_of(rest) and not has_topic and not pronoun:
        return text
    area = "" if pronoun else in_another_area(rest, previous, resources)
    if area:
        return area
    if not has_topic or pronoun:
        return _join(subject_of(previous, resources), _without(rest, pronoun))
    moved = of_another_place(rest, own, previous)
    if moved:
        return moved
    if previous.figures and previous.asks("target") and not own.types:
        # 那畜禽粪污呢 behind a figure that was claimed of another indicator claims nothing.
        return f"{PARTICLES.sub('', rest)}的目标是多少"
    if own.references and own.types and not pronoun:
        return rest  # names its clause and asks of its own
    kin = in_place_of_kin(rest, previous, resources)
    if kin and not own.types:
        return kin
    kinds = own.types - {"yes_no"}
    candidates = [] if kinds else substitutions(rest, own, previous, resources)
    joined = _join(subject_of(previous, resources), rest)
    asked = _detail_asked(previous, resources.cues)
    if asked and not own.types and not own.attributes:
        # 那烧颗粒的呢 behind 用天然气的补多少钱 asks for that of its own.
        candidates.append(_join(PARTICLES.sub("", rest), asked))
        return _best([*candidates, joined], joined, own, previous, resources)
    return _best([*candidates, rest, joined], joined, own, previous, resources)


def _is_ruling(term: Term, resources: Resources) -> bool:
    """Tell a word for a ruling (不让: 严禁, 禁止) from one for what is ruled on."""
    forms = [variant for variant, _ in term.variants[1:]]
    return bool(forms) and bool(resources.wording.modal(forms[0]))


def _is_act(term: Term) -> bool:
    """Tell an everyday word for an act (报上去: 上报, 报送) from one for a thing."""
    official = [part_of_speech(variant) for variant, _ in term.variants[1:]]
    return bool(official) and all(tag.startswith("v") and tag != "vn" for tag in official)


def _detail_asked(question: Question, cues: Cues) -> str:
    """Return the words that ask for a detail (能补多少钱) in a question, or ""."""
    found = [cues.attributes[name].asks.search(question.text) for name in question.attributes]
    return max((match.group() for match in found if match), key=len, default="")


def _completed_if_same_clause(
    text: str, own: Question, previous: Question, cited: Cited, resources: Resources
) -> str:
    """Return a short question with the topic before, where the clause before answers it.

    谁负责排查 behind a question on 黑臭水体 holds a word of its own and still leans on it: with
    the topic added its best passage stands in a clause that was just cited and holds its own
    words as well as any other passage does.
    """
    named = (
        own.references or own.departments or own.places or _names_other_things(own, resources.cues)
    )
    if named or len(text) > LEANING_LENGTH:
        return text
    joined = _join(subject_of(previous, resources), text)
    alone, together = (_best_passage(each, resources) for each in (text, joined))
    if alone is None or together is None:
        return text
    if (together.document_id, together.address) not in cited():
        return text
    held = [score_passages(own, [each], resources)[0].coverage for each in (alone, together)]
    return joined if held[1] >= held[0] - 0.05 and alone != together else text


def _is_written(own: Question, resources: Resources) -> bool:
    """Tell whether a document holds the very words whose meaning is asked (EOD是什么意思)."""
    topic = same_width(own.topic)
    return len(topic) > 1 and any(topic in text for text in resources.understanding.folded(()))


def _best_passage(text: str, resources: Resources) -> Passage | None:
    question = resources.understanding.read(text)
    passages = resources.searcher.search(text, CANDIDATES, document_ids=question.documents or None)
    scored = score_passages(question, passages, resources)
    return scored[0].passage if scored else None


def _names_other_things(own: Question, cues: Cues) -> bool:
    """Tell whether a question is about a thing that no document names.

    A rare word of the lexicon is such a thing. So is an unknown rare word when what, how or may is
    asked of it (怎么办护照); when and how much ask for a detail of the thing before
    (以哪年为基期).
    """
    kinds = ("measure", "permission", "summary", "definition", "responsibility")
    text = without_details(own, cues).lower()
    terms = [term for term in own.terms if term.text in text]
    rare = any(term.weight >= UNKNOWN_THING for term in terms)
    weak = cues.words["weak"]
    everyday = any(
        is_everyday(term) and term.weight >= UNKNOWN_THING and term.text not in weak
        for term in terms
    )
    return everyday or (own.asks(*kinds) and rare)


def _stands_alone(text: str, own: Question, cues: Cues) -> bool:
    """Tell whether a question without a topic asks about the documents as a whole."""
    whole = any(word in text for word in cues.words["everything"])
    named = any(word in text for word in cues.words["document"])
    # 一共几家要搬 counts what was spoken of.
    counts = any(cue.search(text) for cue, _ in cues.measures)
    return (whole and not counts and own.asks("target", "how_much", "tasks", "list")) or (
        named and bool(own.types)
    )


def _without(text: str, pronoun: str) -> str:
    return text.replace(pronoun, "", 1).lstrip("的" + EDGES) if pronoun else text


def _join(subject: str, rest: str) -> str:
    return f"{subject}，{rest}" if subject and rest else subject or rest


def _best(
    candidates: list[str], joined: str, own: Question, previous: Question, resources: Resources
) -> str:
    """Return the candidate that one passage covers best, the follow-up's own words first."""

    def worth(candidate: str) -> tuple[float, float]:
        question = resources.understanding.read(candidate)
        # What follows stays with the documents that were spoken of.
        ids = question.documents or previous.documents or None
        passages = resources.searcher.search(candidate, CANDIDATES, document_ids=ids)
        scored = score_passages(question, passages, resources)
        if not scored:
            return 0.0, 0.0
        best = scored[0]
        own_words = score_passages(own, [best.passage], resources)[0].coverage
        if not best.coverage:
            # Words that no passage has ask about what was spoken of.
            return own_words, -1.0
        loss = JOINED_LOSS if candidate == joined else 0.0
        # Left alone, words that ask nothing (农药呢) lose what was asked before.
        loss += ALONE_LOSS if not question.types else 0.0
        return round(own_words, 1), best.coverage - loss

    return max(candidates, key=worth)
