import pytest

from policyqa.documents.bodies import split_bodies
from policyqa.documents.duties import find_duties
from policyqa.documents.parser import parse
from policyqa.records import Document, Duty


def duties_in(body: str) -> dict[str, list[Duty]]:
    found: dict[str, list[Duty]] = {}
    for duty in find_duties(parse(Document("d", "d", body))):
        found.setdefault(duty.address, []).append(duty)
    return found


def test_what_stands_above_is_handed_back_to_every_clause_with_a_list() -> None:
    text = (
        "一、任务\n（一）甲工程。推广甲。（省甲局、省乙局按职责分工负责）\n（二）乙工程。推广乙。\n"
        "（三）丙工程。推广丙。（省丙局负责）\n（以上各项均需各市（州）人民政府落实，不再一一列出）\n"
    )
    found = duties_in(text)
    handed = {address for address, duties in found.items() if len(duties) > 1}
    assert handed == {"一（一）", "一（三）"}
    assert "一（二）" not in found
    [below] = [d for d in found["一（一）"] if d.inherited_from]
    assert below.shared == ("各市（州）人民政府",)
    assert below.inherited_from == "一（三）"


def test_what_is_handed_down_does_not_reach_the_clauses_above() -> None:
    text = (
        "一、任务\n（一）甲工程。推广甲。（市甲局负责）\n"
        "（二）乙工程。推广乙。（市乙局负责。以下均需各县区人民政府落实，不再列出）\n"
        "（三）丙工程。推广丙。（市丙局负责）\n"
    )
    inherited = {
        address: [d.inherited_from for d in duties if d.inherited_from]
        for address, duties in duties_in(text).items()
    }
    assert inherited == {"一（一）": [], "一（二）": [], "一（三）": ["一（二）"]}


def test_first_of_a_list_leads_where_the_document_says_so() -> None:
    text = (
        "一、任务（列首位的为牵头单位，下同）\n（一）甲工程。推广甲。（市甲局、市乙局按职责分工负责）\n"
        "（二）乙工程。推广乙。（市丙局牵头，市丁局配合）\n（三）丙工程。推广丙。（市戊局负责）\n"
    )
    found = duties_in(text)
    [first] = found["一（一）"]
    assert (first.lead, first.shared) == (("市甲局",), ("市乙局",))
    assert first.lead_rule is not None
    assert text[slice(*first.lead_rule)] == "列首位的为牵头单位"
    assert (found["一（二）"][0].lead, found["一（二）"][0].lead_rule) == (("市丙局",), None)
    # A body alone in its list leads nobody.
    assert (found["一（三）"][0].lead, found["一（三）"][0].shared) == ((), ("市戊局",))


def test_first_leads_in_one_clause_only_when_its_own_bracket_says_so() -> None:
    text = (
        "一、任务\n（一）甲工程。推广甲。（市甲局、市乙局按职责分工负责）\n"
        "（二）乙工程。推广乙。（市丙局、市丁局按职责分工负责，排在第一位的为牵头单位）\n"
    )
    found = duties_in(text)
    assert found["一（一）"][0].lead == ()
    assert found["一（二）"][0].lead == ("市丙局",)


@pytest.mark.parametrize("said", ["坚持把质量放在首位。", "第一牵头单位要落实资金。"])
def test_no_lead_is_made_where_nothing_says_that_the_first_leads(said: str) -> None:
    text = f"一、任务\n（一）甲工程。{said}（市甲局、市乙局按职责分工负责）\n"
    assert duties_in(text)["一（一）"][0].lead == ()


def test_square_brackets_hold_a_list_or_belong_to_a_name() -> None:
    text = "一、任务\n（一）甲工程。推广甲。〔省甲局、省乙局等按照职责分工负责〕\n"
    [duty] = duties_in(text)["一（一）"]
    assert (duty.shared, duty.open_ended) == (("省甲局", "省乙局"), True)
    assert split_bodies("各市〔特区、区〕人民政府") == (("各市〔特区、区〕人民政府",), False)


def test_levels_in_brackets_do_not_cut_a_list_without_brackets() -> None:
    text = "一、任务\n（一）甲工程。推广甲。省甲厅、省乙厅，各市（州）人民政府按职责分工负责。\n"
    [duty] = duties_in(text)["一（一）"]
    assert duty.shared == ("省甲厅", "省乙厅", "各市（州）人民政府")


def test_labels_on_one_line_part_as_lines_do() -> None:
    text = "一、任务\n（一）甲工程。推广甲。牵头单位:市甲局 配合单位:市乙局、市丙局\n"
    [duty] = duties_in(text)["一（一）"]
    assert (duty.lead, duty.assisting) == (("市甲局",), ("市乙局", "市丙局"))
