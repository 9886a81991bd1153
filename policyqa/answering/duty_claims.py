"""Bodies that a question supposes to be responsible, checked against the register."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Question
from policyqa.answering.resources import Resources
from policyqa.records import Clause, Duty

_WHICH = re.compile(r"哪(?:几|些)|几(?:条|项|个)|多少(?:条|项|个)|全部|所有")


def check_claim(
    question: Question, told: Sequence[tuple[Clause, list[Duty], str]], resources: Resources
) -> tuple[str, bool]:
    """Confirm or correct a body that the question supposes to be responsible.

    Returns the sentences, corrections first, and whether one of them corrects.
    """
    if not (claims_duty(question, resources) or states_duty(question, resources)):
        return "", False
    departments = resources.corpus.departments
    leads_in = resources.cues.words["lead_verbs"]
    # 由谁牵头、我部是否列入 claims no lead.
    lead_claimed = any(word in question.text for word in leads_in) and not re.search(
        rf"(?:谁|哪[^，,。?？]{{0,6}}?)(?:来|负责)?(?:{'|'.join(leads_in)})", question.text
    )
    denied: list[str] = []
    confirmed: list[str] = []
    for asked in question.departments:
        listed: list[str] = []
        handed_down = ""
        leads = False
        for clause, _, _ in told:
            home = resources.understanding.places.home(clause.document_id)
            for duty in resources.corpus.duties_of(clause.document_id, clause.address):
                bodies = (*duty.lead, *duty.shared, *duty.assisting)
                named = any(departments.matches(asked, name, home) for name in bodies)
                if named and duty.inherited_from and duty.start <= clause.end:
                    handed_down = duty.inherited_from
                elif named:
                    listed.append(clause.address)
                leads = leads or any(departments.matches(asked, name, home) for name in duty.lead)
        addresses = "、".join(dict.fromkeys(listed or [clause.address for clause, _, _ in told]))
        if handed_down and not listed:
            name = "duty_claim_handed_down"
            confirmed.append(resources.wording.say(name, asked=asked, address=handed_down))
        elif not listed:
            denied.append(resources.wording.say("duty_claim_no", asked=asked, address=addresses))
        elif lead_claimed and not leads:
            name = "duty_claim_not_lead"
            denied.append(resources.wording.say(name, asked=asked, address=addresses))
        else:
            name = "duty_claim_yes"
            confirmed.append(resources.wording.say(name, asked=asked, address=addresses))
    return "".join((*denied, *confirmed)), bool(denied)


def claims_duty(question: Question, resources: Resources) -> bool:
    """Tell whether the question supposes that a body it names answers for the topic."""
    if question.asks("tasks") and _WHICH.search(question.text):
        return False  # 参与哪几条，是否牵头 asks for all of them
    words = resources.cues.words
    verbs = (*words["duty_verbs"], *words["lead_verbs"])
    # 牵头还是参与都算 tells which duties are meant.
    either = "还是" in question.text and not question.asks("tasks")
    supposes = question.asks("yes_no", "reason") or either or "归" in question.text
    return bool(question.departments) and supposes and any(v in question.text for v in verbs)


def states_duty(question: Question, resources: Resources) -> bool:
    """Tell whether a question states in passing who answers (由县统计局牵头，要做到什么程度)."""
    if claims_duty(question, resources) or question.asks("responsibility", "tasks", "yes_no"):
        return False
    verbs = "|".join((*resources.cues.words["lead_verbs"], "负责"))
    return bool(question.types) and any(
        re.search(rf"(?:由|归){re.escape(asked)}(?:来|具体)?(?:{verbs})", question.text)
        for asked in question.departments
    )
