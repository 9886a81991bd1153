"""The measures, by arithmetic on paper, with their empty cases."""

from __future__ import annotations

import ast
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evaluation.averages import interval, mean, percentile, ratio
from evaluation.facts import bodies, chinese_value, numbers, ungrounded_bodies, ungrounded_numbers
from evaluation.matching import covers, hits, missing_groups, says
from evaluation.metrics import Verdict, by_kind, by_split, failures, judge, summarise
from evaluation.records import Cited, Evidence, Question, Response, response_from

TEXT = "到2025年，秸秆综合利用率达到97%。（市农业农村局、市生态环境局负责）其他内容。"
TEXTS = {"plan": TEXT}
QUOTE = "秸秆综合利用率达到97%"


def cite(quote: str = QUOTE, clause: str = "三（五）", document: str = "plan") -> Cited:
    start = max(TEXT.find(quote), 0)
    return Cited(document, clause, quote, start, start + len(quote))


def question(**changes: object) -> Question:
    start = TEXT.index(QUOTE)
    base = Question(
        id="q1",
        split="dev",
        turns=("秸秆利用率要到多少？",),
        kind="target",
        answerable=True,
        clauses=("三（五）",),
        evidence=(Evidence("三（五）", QUOTE, start, start + len(QUOTE)),),
        must=(("97%", "百分之九十七"),),
        document="plan",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def response(text: str = "要达到97%。[1]", **changes: object) -> Response:
    base = Response("q1", "answered", text, (cite(),), seconds=0.1)
    return replace(base, **changes)  # type: ignore[arg-type]


def verdict(asked: Question | None = None, given: Response | None = None) -> Verdict:
    return judge(asked or question(), given or response(), TEXTS)


UNANSWERABLE = question(
    id="q2", kind="out_of_scope", answerable=False, clauses=(), evidence=(), must=()
)


def test_metrics_import_nothing_of_the_package() -> None:
    folder = Path(__file__).parent.parent / "evaluation"
    for name in ("metrics", "facts", "matching", "averages", "records"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        ]
        assert not [module for module in modules if module.startswith("policyqa")]


# Averages


def test_averages_of_nothing_are_none() -> None:
    assert ratio(0, 0) is None
    assert mean([]) is None
    assert percentile([], 50) is None
    assert interval([]) is None


def test_averages_on_paper() -> None:
    assert ratio(1, 4) == 0.25
    assert mean([1.0, 2.0]) == 1.5
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert percentile([0.0, 10.0], 95) == pytest.approx(9.5)


def test_interval_repeats_and_holds_the_mean() -> None:
    values = [1.0] * 80 + [0.0] * 20
    low, high = interval(values) or (1.0, 0.0)
    assert 0.70 < low < 0.8 < high < 0.90
    assert interval(values) == (low, high)
    assert interval([1.0] * 5) == (1.0, 1.0)


# Matching


@pytest.mark.parametrize(
    ("text", "string", "said"),
    [
        ("达到９７％以上", "97%", True),
        ("1000 万 平方米", "1000万平方米", True),
        ("使用VOCs涂料", "vocs", True),
        ("市科学技术局", "市科技局", False),
        ("百分之九十七", "97%", False),
    ],
)
def test_says_folds_width_case_and_blanks_only(text: str, string: str, said: bool) -> None:
    assert says(text, string) is said


def test_groups_and_hits() -> None:
    groups = (("97%", "百分之九十七"), ("2025年",))
    assert missing_groups("百分之九十七", groups) == (("2025年",),)
    assert missing_groups("", groups) == groups
    assert missing_groups("", ()) == ()
    assert hits("罚500元", ("500元", "1000元")) == ("500元",)


def test_evidence_is_covered_by_containment_in_the_same_clause() -> None:
    wanted = Evidence("三（五）", "97%")
    assert covers((cite("利用率达到９７％"),), wanted)
    assert not covers((cite("利用率达到97%", clause="三（七）"),), wanted)
    assert not covers((), wanted)


def test_evidence_is_covered_by_four_fifths_of_its_characters() -> None:
    wanted = Evidence("三（五）", "甲乙丙丁戊己庚辛壬癸", 100, 110)
    piece = Cited("plan", "三（五）", "x", 0, 0)
    assert covers((replace(piece, start=90, end=108),), wanted)
    assert not covers((replace(piece, start=90, end=107),), wanted)
    halves = (replace(piece, start=100, end=104), replace(piece, start=106, end=110))
    assert covers(halves, wanted)
    assert not covers((halves[0], halves[0]), wanted)


# Numbers and bodies


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达到９７％", [("97", "%")]),
        ("百分之九十七", [("97", "%")]),
        ("十三点五个百分点", [("13.5", "个百分点")]),
        ("1000万平方米", [("10000000", "平方米")]),
        ("二〇二五年", [("2025", "年")]),
        ("第十九次常务会议", [("19", "次")]),
        ("300千瓦", [("300", "千瓦")]),
        ("6736吨、290 吨", [("6736", "吨"), ("290", "吨")]),
        ("1,200元", [("1200", "元")]),
        ("统一规划，“十四五”期间，一体化", []),
        ("13.5%", [("13.5", "%")]),
        ("PM2.5", []),
        ("见三（五）、附件1、第三部分、第十八条[1]①，咸政发〔2023〕9号", []),
        ("1. 先做\n2、再做", []),
        ("", []),
    ],
)
def test_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(numbers(text)) == [(Decimal(value), unit) for value, unit in expected]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("二十三", 23), ("一百零五", 105), ("二〇二五", 2025), ("两", 2)],
)
def test_chinese_value(numeral: str, value: int) -> None:
    assert chinese_value(numeral) == value


def test_ungrounded_numbers() -> None:
    assert ungrounded_numbers("97%，2025年", [TEXT]) == ((), 2)
    assert ungrounded_numbers("百分之九十七", [TEXT]) == ((), 1)
    missing, checked = ungrounded_numbers("98%、98%，97吨", [TEXT])
    assert missing == ((Decimal(98), "%"), (Decimal(97), "吨"))
    assert checked == 2
    assert ungrounded_numbers("共3条", [TEXT]) == ((), 0)
    assert ungrounded_numbers("97%", []) == (((Decimal(97), "%"),), 1)
    assert ungrounded_numbers("一7规定", [], ["一7"]) == ((), 0)


def test_bodies_by_form_and_by_list() -> None:
    found = bodies("由市住房和城乡建设局牵头，市科技局、省生态环境厅和市委宣传部按职责负责")
    assert found == ("市住房和城乡建设局", "市科技局", "省生态环境厅", "市委宣传部")
    assert bodies("局面向好，全部内部消化") == ()
    assert bodies("找人民银行咸阳中心支行办", ["人民银行咸阳中心支行"]) == ("人民银行咸阳中心支行",)
    assert bodies("") == ()


def test_ungrounded_bodies() -> None:
    assert ungrounded_bodies("市农业农村局、市生态环境局负责。", [TEXT]) == ((), 2)
    assert ungrounded_bodies("由市教育局负责。", [TEXT]) == (("市教育局",), 1)


# Verdicts


def test_a_right_answer_is_correct() -> None:
    found = verdict()
    assert found.correct and found.correct_short
    assert (found.clauses_right, found.clauses_cited, found.evidence_found) == (1, 1, 1)
    assert failures(found) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "要达到很高。"}, "缺要点"),
        ({"citations": (cite(clause="三（七）"),)}, "条款不符"),
        ({"citations": (cite(document="other"),)}, "条款不符"),
        ({"citations": ()}, "条款不符"),
        ({"status": "no_basis"}, "误拒"),
        ({"status": "rejected"}, "误拒"),
        ({"status": "error"}, "运行出错"),
    ],
)
def test_what_makes_an_answer_wrong(changes: dict[str, object], said: str) -> None:
    found = verdict(given=response(**changes))
    assert not found.correct
    assert any(said in failure for failure in failures(found))


def test_must_not_makes_an_answer_wrong() -> None:
    found = verdict(question(must_not=("2030年",)), response("97%，到2030年"))
    assert not found.correct
    assert "出现禁用内容：2030年" in failures(found)


def test_corrected_counts_as_answered() -> None:
    assert verdict(given=response(status="corrected")).correct


def test_a_long_answer_is_correct_but_not_short() -> None:
    exact = "97%" + "长" * 297
    assert verdict(given=response(exact)).correct_short
    found = verdict(given=response(exact + "长"))
    assert found.correct and not found.correct_short
    assert failures(found) == ("过长：301 字",)


def test_false_quotes_numbers_and_bodies_are_found() -> None:
    false = replace(cite(), quote="秸秆综合利用率达到98%")
    found = verdict(given=response("97%、98%，由市教育局负责", citations=(cite(), false)))
    assert found.quotes_false == 1
    assert found.numbers_false == ()
    assert found.bodies_false == ("市教育局",)
    assert verdict(given=response("97%、96%")).numbers_false == ("96%",)
    assert verdict(given=response(citations=(replace(cite(), quote="", end=0),))).quotes_false == 1


def test_words_of_the_question_may_be_repeated() -> None:
    asked = question(turns=("市教育局要做到80%吗？",))
    found = verdict(asked, response("不是市教育局的80%，而是97%。", status="corrected"))
    assert found.numbers_false == () and found.bodies_false == ()


def test_refusals_are_not_checked_for_grounding() -> None:
    found = verdict(UNANSWERABLE, response("请向市教育局问96%", status="no_basis", citations=()))
    assert (found.numbers, found.bodies, failures(found)) == (0, 0, ())


def test_an_answered_unanswerable_is_a_failure_and_never_correct() -> None:
    found = verdict(UNANSWERABLE)
    assert not found.correct
    assert failures(found) == ("该拒未拒",)


# Scores


def test_scores_of_nothing() -> None:
    scores = summarise([])
    assert scores.questions == scores.answerable == scores.errors == 0
    for name in ("correct", "clause_precision", "refusal_recall", "verbatim", "latency_p95"):
        assert getattr(scores, name) is None


def test_scores_on_paper() -> None:
    both = (cite(), cite("其他内容", clause="四（一）"))
    verdicts = [
        verdict(),
        verdict(question(clauses=("三（五）", "三（七）")), response(citations=both, seconds=0.3)),
        verdict(given=response("没有。", status="no_basis", citations=())),
        verdict(UNANSWERABLE, response("没有。", status="no_basis", citations=())),
        verdict(UNANSWERABLE, response("97%", citations=(cite(),))),
    ]
    scores = summarise(verdicts)
    assert (scores.questions, scores.answerable) == (5, 3)
    assert scores.correct == scores.correct_short == pytest.approx(2 / 3)
    assert scores.clause_precision == pytest.approx((1 + 1 / 2) / 2)
    assert scores.clause_recall == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert scores.clause_precision_micro == pytest.approx(2 / 3)
    assert scores.clause_recall_micro == pytest.approx(2 / 4)
    assert scores.evidence_recall == pytest.approx(2 / 3)
    assert scores.refusal_precision == pytest.approx(1 / 2)
    assert scores.refusal_recall == pytest.approx(1 / 2)
    assert scores.false_refusals == pytest.approx(1 / 3)
    assert scores.verbatim == 1.0
    assert scores.numbers_grounded == 1.0
    assert scores.bodies_grounded is None
    assert scores.latency_p50 == pytest.approx(0.1)


def test_groups() -> None:
    verdicts = [verdict(question(split="test")), verdict(), verdict(UNANSWERABLE)]
    assert {kind: len(group) for kind, group in by_kind(verdicts).items()} == {
        "target": 2,
        "out_of_scope": 1,
    }
    assert list(by_split(verdicts)) == ["dev", "test"]


def test_response_from_names_what_is_missing() -> None:
    with pytest.raises(KeyError, match="answer"):
        response_from({"id": "q1", "status": "answered"})
