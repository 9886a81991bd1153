"""One duty in words: who leads, shares and assists, as the document spells the bodies."""

from __future__ import annotations

from policyqa.answering.resources import Resources
from policyqa.records import Duty


def who(duty: Duty, resources: Resources, *, brief: bool = False) -> str:
    """Say who leads, shares and assists, with the bodies as the document spells them.

    ``brief`` leaves out how the sharers share.
    """
    say = resources.wording.say
    parts: list[str] = []
    if duty.lead:
        parts.append(say("duty_lead", lead="、".join(duty.lead)))
    if duty.shared:
        template = sharing(duty, resources)
        if template == "duty_shared":
            few = "duty_shared_few" if len(duty.shared) <= 2 else template
            template = "duty_many_shared" if brief else few
        parts.append(
            say(
                template,
                shared="、".join(duty.shared),
                open="等" if duty.open_ended else "",
                count=len(duty.shared),
            )
        )
    if duty.assisting:
        parts.append(say("duty_assisting", assisting="、".join(duty.assisting)))
    return "，".join(parts)


def sharing(duty: Duty, resources: Resources) -> str:
    """Return the template that says how the sharers answer, in the document's own words."""
    words = resources.corpus.documents[duty.document_id].text[duty.start : duty.end]
    if not duty.in_text and ("分工" in words or "责任单位" in words):
        return "duty_shared"
    return "duty_carry_out" if "落实" in words else "duty_plain"
