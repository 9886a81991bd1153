"""Who answers for a topic, against the closing brackets of the plan."""

import pytest
from answer_helpers import ask, bracket_lists, cited

from policyqa.answering.engine import Engine
from policyqa.settings import load_settings


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("厕所革命谁负责", "三（五）"),
        ("小区新能源汽车充电设施由哪些部门负责", "三（四）"),
        ("公共供水管网漏损治理归谁管", "三（三）"),
        ("油气回收专项治理由哪些部门负责", "三（九）"),
        ("污泥无害化处理哪个单位负责", "三（十）"),
        ("节约型机关创建的责任单位", "三（六）"),
        ("能源统计报表制度谁来完善", "四（一）"),
        ("绿色信贷哪些部门负责", "四（五）"),
        ("节能宣传周是谁组织", "五（三）"),
    ],
)
def test_the_whole_list_of_the_clause(engine: Engine, question: str, address: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "answered"
    assert address in cited(answer)
    assert [name for name in bracket_lists()[address] if name not in answer.text] == []


def test_the_list_is_a_quote_of_the_bracket(engine: Engine) -> None:
    answer = ask(engine, "三（六）由谁负责")
    quotes = [each.quote for each in answer.citations if each.address == "三（六）"]
    assert any("市机关事务服务中心、市教育局、市卫健委等按职责分工负责" in q for q in quotes)


@pytest.mark.parametrize(
    ("address", "lead"),
    [
        ("三（九）", ["市生态环境局"]),
        ("五（一）", ["市发展和改革委员会", "市生态环境局"]),
        ("五（二）", ["市发展和改革委员会", "市生态环境局"]),
    ],
)
def test_who_leads_is_told_from_who_shares(engine: Engine, address: str, lead: list[str]) -> None:
    text = ask(engine, f"{address}由谁牵头").text
    assert f"由{'、'.join(lead)}牵头" in text
    others = [name for name in bracket_lists()[address] if name not in lead]
    assert all(name not in text.split("牵头")[0] for name in others)


def test_nobody_leads_where_the_bracket_names_none(engine: Engine) -> None:
    assert "由市农业农村局牵头" not in ask(engine, "秸秆禁烧由谁牵头").text
    assert "牵头，" not in ask(engine, "四（二）由谁牵头").text


@pytest.mark.parametrize(
    ("question", "status", "opening"),
    [
        ("市农业农村局负责秸秆禁烧吗", "answered", "是的"),
        ("市公安局负责秸秆禁烧吗", "corrected", "不准确"),
        ("秸秆禁烧是不是市农业农村局牵头", "corrected", "不准确"),
        ("三（九）是市生态环境局牵头吗", "answered", "是的"),
        ("三（九）是市商务局牵头吗", "corrected", "不准确"),
        ("三（六）归市教育局管吗", "answered", "是的"),
        ("三（六）归市公安局管吗", "corrected", "不准确"),
    ],
)
def test_a_body_supposed_in_the_question(
    engine: Engine, question: str, status: str, opening: str
) -> None:
    answer = ask(engine, question)
    assert answer.status == status
    assert answer.text.startswith(opening)


@pytest.mark.parametrize("name", ["环保局", "市环保局", "生态环境局", "市生态环境局"])
def test_a_short_name_is_the_same_body(engine: Engine, name: str) -> None:
    assert ask(engine, f"三（九）是{name}牵头吗").text.startswith("是的")


def test_every_clause_is_also_the_counties(engine: Engine) -> None:
    for address in bracket_lists():
        answer = ask(engine, f"{address}谁负责")
        assert "各县市区人民政府" in answer.text, address


def test_a_clause_without_a_list(engine: Engine) -> None:
    for question in ("第一部分由谁负责", "第二部分由谁负责"):
        answer = ask(engine, question)
        assert "按职责分工负责" not in answer.text
        assert not set(cited(answer)) & set(bracket_lists())


def test_lead_and_assistance_in_another_plan(other_engine: Engine) -> None:
    answer = ask(other_engine, "公交专用道由谁负责")
    assert "由市交通运输局牵头，市公安局、市财政局配合" in answer.text
    assert "各县市区人民政府" not in answer.text
    answer = ask(other_engine, "自行车道谁负责")
    assert "市住房和城乡建设局、市城市管理局按职责分工负责" in answer.text


def test_asking_for_the_lead_where_none_is_named(engine: Engine) -> None:
    answer = ask(engine, "秸秆禁烧由谁牵头")
    assert "没有写" in answer.text.splitlines()[0] or "未写" in answer.text.splitlines()[0]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Open an invented plan that says once that the first of a list leads."""
    corpus = tmp_path_factory.mktemp("province")
    (corpus / "plan.txt").write_text(
        "青岭省绿色发展工作方案\n\n一、任务（各项任务列首位的为牵头单位，下同）\n"
        "（一）秸秆综合利用工程。秸秆综合利用率达到百分之九十以上。（省农业农村厅、省生态环境厅负责）\n"
        "（二）煤炭清洁利用工程。由省能源局牵头，省生态环境厅参加。\n",
        encoding="utf-8",
    )
    index = tmp_path_factory.mktemp("province-index") / "store"
    return Engine.open(load_settings(corpus=corpus, index=index), progress=False)


def test_the_words_by_which_the_first_leads_are_quoted(province: Engine) -> None:
    answer = ask(province, "秸秆综合利用谁牵头")
    assert "由省农业农村厅牵头" in answer.text
    assert "列首位的为牵头单位" in answer.text


def test_a_clause_that_says_only_who_does_it_is_found_by_its_heading(province: Engine) -> None:
    answer = ask(province, "煤炭清洁利用谁牵头")
    assert cited(answer)[0] == "一（二）"
    assert "由省能源局牵头" in answer.text
    assert "省农业农村厅" not in answer.text


def test_a_share_in_chinese_numerals_is_a_target(province: Engine) -> None:
    answer = ask(province, "秸秆综合利用率目标是多少")
    assert "90%以上" in answer.text
    assert "百分之九十以上" in answer.text
    assert ask(province, "秸秆综合利用率是不是80%").status == "corrected"


def test_who_answers_for_the_whole(engine: Engine) -> None:
    answer = ask(engine, "谁对县里的节能减排负总责")
    assert answer.text.startswith("咸阳市方案 五（一）“加强组织领导”写明：“各县市区人民政府")
