"""Everything one body must do: the duty register read the other way round."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policyqa.answering.context import Draft, Question
from policyqa.answering.duty_entries import (
    Entry,
    by_list,
    by_spelling_of,
    count_lists,
    is_another_name,
    sentences_naming,
)
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.task_content import nearest_content
from policyqa.answering.task_gaps import answer_gaps, asks_for_gaps
from policyqa.answering.task_scope import Found, about_topic, in_scope

_WHAT_DUTY = re.compile(r"(?:何种|什么样?的?|啥|哪种|怎样的)责任(?!单位|部门|人)")
_ANSWERS_FOR = re.compile(r"负(?:总|主要|全面|首要|领导|监管|属地)[^，。；]{0,3}责|第一责任")
# So many sentences of the text that name the body are printed.
FEW_SENTENCES = 2
# So many lists beside those on the topic are named.
FEW_BESIDE = 3


def answer_tasks(question: Question, resources: Resources) -> Draft | None:
    """List every clause whose responsibility list or text names the body asked for.

    Complete and in the order of the text. Spellings that the document does not equate are
    listed apart. A body that no document names gives a refusal.
    """
    say = resources.wording.say
    quotes = QuoteList()
    found = {asked: by_spelling_of(asked, question, resources) for asked in question.departments}
    words = resources.cues.words
    if asks_for_gaps(question, resources) or any(w in question.text for w in words["without"]):
        return answer_gaps(found, question, resources)
    general = _general_duty(question, resources)
    if general:
        return general
    found, inside, note = in_scope(found, question, resources)
    whole = found
    found, narrowed = about_topic(found, question, resources)
    note += narrowed
    listed = {e.clause.address for each in found.values() for es in each.values() for e in es}
    leads_only = any(word in question.text for word in words["lead_verbs"]) and not (
        any(word in question.text for word in words["share_verbs"])
        or _asks_for_all(question, resources)
    )
    if leads_only:
        leading = {asked: _leading(each, resources) for asked, each in found.items()}
        if all(leading.values()):
            found = leading
            whole = {asked: _leading(each, resources) for asked, each in whole.items()}
    if len(question.departments) > 1 and resources.cues.asks_together(question.text):
        return _together(found, resources)
    parts: list[str] = [note] if note else []
    computed: list[str] = []
    told: set[str] = set()
    if leads_only and found and not any(leading.values()):
        parts.append(say("tasks_no_lead", name="、".join(question.departments)))
    for asked, by_spelling in found.items():
        for n, (spelling, entries) in enumerate(by_spelling.items()):
            if spelling in told:
                continue
            told.add(spelling)
            if not n and is_another_name(asked, spelling, resources):
                parts.append(say("tasks_similar", asked=asked, name=spelling))
            parts.append(_listing(spelling, entries, quotes, resources, other=bool(n)))
            computed.append(str(count_lists(entries)))
    parts += _beside(found, whole, quotes, resources) if narrowed else []
    # On a topic that some documents speak of, others that name the body say nothing.
    ids = {e.clause.document_id for each in found.values() for es in each.values() for e in es}
    on_topic = bool(resources.understanding.topical(question.terms)) and bool(ids)
    texts = [
        quote
        for asked in question.departments
        for quote in sentences_naming(asked, question, resources)
        if quote.address not in listed
        and (not on_topic or quote.document_id in ids)
        and inside(resources.corpus.clause(quote.document_id, quote.address))
    ]
    if texts:
        few = len(texts) <= FEW_SENTENCES
        texts = [replace(quote, printed=few) for quote in texts]
        addresses = "、".join(dict.fromkeys(quote.address + quotes.add(quote) for quote in texts))
        parts.append(say("tasks_text", addresses=addresses))
    nearest = () if texts else nearest_content(found, question, resources)
    if nearest:
        markers = "".join(quotes.add(quote) for quote in nearest)
        parts.append(say("tasks_nearest", marker=markers))
    if not quotes.quotes:
        names = "、".join(question.departments)
        return Draft(say("tasks_none", name=names), status="no_basis") if names else None
    return Draft("".join(parts), tuple(quotes.quotes), computed=tuple(computed))


def _beside(found: Found, whole: Found, quotes: QuoteList, resources: Resources) -> list[str]:
    """Name the few lists with the body in clauses that do not speak of the topic asked about."""
    told = {e.duty.start for each in found.values() for es in each.values() for e in es}
    rest = [e for each in whole.values() for es in each.values() for e in es]
    rest = [entry for entry in rest if entry.duty.start not in told]
    if not 0 < count_lists(rest) <= FEW_BESIDE:
        return []
    items = "；".join(
        f"{entry.clause.address}{entry.clause.heading}{quotes.add(entry.quote())}" for entry in rest
    )
    return [resources.wording.say("tasks_beside", items=items)]


def _asks_for_all(question: Question, resources: Resources) -> bool:
    """Tell whether one part asks for all tasks, another which are led (承担哪些，哪几项牵头)."""
    leads = resources.cues.words["lead_verbs"]
    return any(
        resources.cues.types_of(part.group()) & {"tasks", "list"}
        and not any(word in part.group() for word in leads)
        for part in resources.cues.parts(question.text)
    )


def _general_duty(question: Question, resources: Resources) -> Draft | None:
    """Quote the sentence that says for what a body is answerable as a whole (负总责), or None."""
    if not _WHAT_DUTY.search(question.text):
        return None
    for asked in question.departments:
        for quote in sentences_naming(asked, question, resources):
            text = resources.corpus.documents[quote.document_id].text[quote.start : quote.end]
            if _ANSWERS_FOR.search(text):
                labels = resources.label(quote.document_id, quote.address)
                lead = resources.wording.say("rule_plain", labels=labels)
                return Draft(lead, (replace(quote, printed=True),))
    return None


def _leading(
    by_spelling: Mapping[str, list[Entry]], resources: Resources
) -> dict[str, list[Entry]]:
    """Return only the appearances as a leading body."""
    role = resources.wording.say("role_lead")
    kept = {name: [e for e in entries if e.role == role] for name, entries in by_spelling.items()}
    return {name: entries for name, entries in kept.items() if entries}


def _listing(
    spelling: str,
    entries: Sequence[Entry],
    quotes: QuoteList,
    resources: Resources,
    *,
    other: bool,
) -> str:
    """Say in which clauses a body appears; the commonest role is said once."""
    say = resources.wording.say
    roles = Counter(entry.role for entry in entries)
    main = roles.most_common(1)[0][0]
    alike = "tasks_same_role" if len(entries) > 1 else "tasks_one_role"
    role = say(alike if len(roles) == 1 else "tasks_main_role", role=main)
    told = all(entry.duty.in_text for entry in entries)
    intro = "tasks_other_spelling" if other else "tasks_intro_text" if told else "tasks_intro"
    several = len({entry.clause.document_id for entry in entries}) > 1
    items: list[str] = []
    for group in by_list(entries):
        entry = group[0]
        address, heading = entry.clause.address, ""
        above = entry.clause.ancestors[-1:]
        parent = resources.heading(entry.clause.document_id, above[0]) if above else None
        if len(group) > 1 and parent and not parent.address.startswith("附件"):
            # A line that closes a block names who answers for all its items.
            names = "、".join(
                _heading(each, quotes, resources).removeprefix(parent.title) for each in group
            )
            address, heading = parent.address, f"{parent.title}（{names}）"
        label = resources.label(entry.clause.document_id, address) if several else address
        items.append(
            say(
                "tasks_item",
                address=label,
                heading=heading or _heading(entry, quotes, resources),
                role="" if entry.role == main else say("tasks_own_role", role=entry.role),
                marker=quotes.add(entry.quote()),
            )
        )
    head = say(intro, name=spelling, other=spelling, count=len(items), role=role)
    return head + "；".join(items) + "。"


def _heading(entry: Entry, quotes: QuoteList, resources: Resources) -> str:
    """Return the heading of a clause, or the opening words of a task without one."""
    task = entry.task()
    if task is None:
        return entry.clause.heading
    text = resources.corpus.documents[task.document_id].text
    above = [resources.heading(task.document_id, address) for address in entry.clause.ancestors]
    title = above[-1].title if above and above[-1] else ""
    return f"{title}“{text[task.start : task.end]}”{quotes.add(task)}"


def _together(found: Mapping[str, dict[str, list[Entry]]], resources: Resources) -> Draft:
    """List the clauses whose lists name all the bodies asked for."""
    say = resources.wording.say
    quotes = QuoteList()
    by_clause: list[dict[tuple[str, str], Entry]] = [
        {(e.clause.document_id, e.clause.address): e for es in each.values() for e in es}
        for each in found.values()
    ]
    names = "、".join(next(iter(each), asked) for asked, each in found.items())
    shared = [key for key in by_clause[0] if all(key in other for other in by_clause[1:])]
    if not shared:
        return Draft(say("tasks_both_none", names=names), status="no_basis")
    items = "；".join(
        say(
            "tasks_item",
            address=key[1],
            heading=by_clause[0][key].clause.heading,
            role="",
            marker=quotes.add(by_clause[0][key].quote()),
        )
        for key in shared
    )
    lead = say("tasks_both", names=names, count=len(shared), items=items)
    return Draft(lead, tuple(quotes.quotes), computed=(str(len(shared)),))
