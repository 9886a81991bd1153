"""Look-ups by topic, figure, indicator and place in the outline."""

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine


@pytest.mark.parametrize(
    ("topic", "addresses"),
    [
        ("秸秆", ["三（五）", "三（七）", "四（四）"]),
        ("黑臭水体", ["三（五）", "三（七）", "三（十）"]),
    ],
)
def test_a_bare_topic_lists_its_clauses_in_order(
    engine: Engine, topic: str, addresses: list[str]
) -> None:
    answer = ask(engine, topic)
    assert cited(answer) == addresses
    assert all(f"{address}：" in answer.text for address in addresses)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("百分之九十七是什么的目标", "秸秆综合利用率达到97%"),
        ("6736吨指的是什么", "化学需氧量"),
        ("二〇二五年農村生活污水治理率", "40%"),
    ],
)
def test_targets_by_figure_and_by_bare_name(engine: Engine, question: str, words: str) -> None:
    assert words in ask(engine, question).text.splitlines()[0]


def test_all_targets_of_a_named_clause(engine: Engine) -> None:
    answer = ask(engine, "农业农村节能减排工程的全部2025年量化指标，请一次列全")
    assert "共有7项量化目标" in answer.text


def test_another_years_figure_is_refused(engine: Engine) -> None:
    answer = ask(engine, "2023年氮氧化物减排量目标是多少")
    assert answer.status == "no_basis"
    assert "2023年" in answer.text


def test_the_last_part_and_the_next_clause(engine: Engine) -> None:
    last = ask(engine, "最后一部分是哪三条工作要求")
    assert cited(last) == ["五（一）", "五（二）", "五（三）"]
    sibling = ask(engine, ["第四部分第一条讲什么", "那第二条由谁负责"])
    assert sibling.resolved == "四（二）由谁负责"


def test_lists_without_a_leading_body(engine: Engine) -> None:
    answer = ask(engine, "哪些任务没有牵头单位")
    assert "有17条" in answer.text
    assert not {"三（九）", "五（一）", "五（二）"} & set(cited(answer))


def test_a_counting_short_form_is_told_in_full(engine: Engine) -> None:
    assert "高耗能高排放" in ask(engine, "两高项目是个啥").text.splitlines()[0]


def test_two_questions_of_one_kind(engine: Engine) -> None:
    answer = ask(engine, "全市单位GDP能耗降幅是多少，非化石能源占比目标又是多少")
    assert "13.5%" in answer.text
    assert "16%左右" in answer.text


def test_another_area_in_a_follow_up(engine: Engine) -> None:
    answer = ask(engine, ["村里冬天咋取暖", "城里呢"])
    assert answer.resolved == "城里冬天咋取暖"
    assert "三（三）" in cited(answer)


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("三八讲什么", "三（八）"),
        ("把“五之二”的原文给我看看", "五（二）"),
        ("3.6条讲了什么", "三（六）"),
    ],
)
def test_clauses_by_spoken_numbers(engine: Engine, question: str, address: str) -> None:
    assert cited(ask(engine, question))[0] == address


@pytest.mark.parametrize("question", ["十八讲什么", "三八妇女节放假吗"])
def test_numbers_that_are_no_clause(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "no_basis"
    assert "没有“" not in answer.text


def test_a_list_of_targets_tells_their_year(engine: Engine) -> None:
    answer = ask(engine, "三（四）的量化指标有哪些")
    whole = ask(engine, "所有量化指标")
    assert "（未写年份）" in whole.text
    assert "2025年的目标值" in whole.text
    assert "比2020年下降13.5%" in whole.text
    assert "不少于90%" in answer.text


def test_the_tasks_of_the_asker_s_own_body(engine: Engine) -> None:
    answer = ask(engine, "我是市统计局综合科的，请把列了我局为责任单位的条目都找出来")
    assert cited(answer)[:2] == ["四（一）", "四（七）"]


def test_what_may_be_burnt_is_no_yes_or_no(engine: Engine) -> None:
    answer = ask(engine, "北五县市没通暖气的村能烧啥")
    assert "没有直接写" not in answer.text
    assert "洁净煤" in answer.text


@pytest.mark.parametrize("asked", ["都有哪些单位", "都有谁负责", "责任单位都有哪些"])
def test_all_bodies_of_two_clauses_are_not_the_shared_ones(engine: Engine, asked: str) -> None:
    answer = ask(engine, f"三（三）和三（八）{asked}")
    assert "市水务集团" in answer.text  # 三（三） only
    assert "市煤炭工业局" in answer.text  # 三（八） only
    assert {"三（三）", "三（八）"} <= set(cited(answer))


def test_bodies_that_two_clauses_share(engine: Engine) -> None:
    assert "有5个" in ask(engine, "四（五）和四（六）里都有的单位").text


def test_several_parts_are_each_told(engine: Engine) -> None:
    text = ask(engine, "第三、四、五部分标题分别是什么").text
    assert all(words in text for words in ("下有10项", "下有7项", "下有3项"))


def test_a_claim_before_the_end_of_the_turn(engine: Engine) -> None:
    answer = ask(engine, "挥发性有机物整治是市农业农村局牵头的吧？我准备去找他们")
    assert answer.status == "corrected"
    assert "市生态环境局牵头" in answer.text


def test_what_it_is_asked_for_is_not_asked_about(engine: Engine) -> None:
    answer = ask(engine, "支持哪几家企业搞智能工厂 想去应聘")
    assert "彩虹光电" in answer.text


def test_a_share_of_bodies_is_told_as_one(engine: Engine) -> None:
    answer = ask(engine, "县级机关创建节约型机关的目标是多少")
    assert "力争90%以上的县级机关达到节约型机关创建要求" in answer.text


@pytest.mark.parametrize(
    ("question", "count"), [("13.5%出现几次", 2), ("严禁有几处", 1), ("鼓励一共出现多少次", 18)]
)
def test_the_places_of_a_word_are_counted(engine: Engine, question: str, count: int) -> None:
    answer = ask(engine, question)
    assert f"出现{count}处" in answer.text
    assert len(answer.citations) == count


def test_two_clauses_are_both_told(engine: Engine) -> None:
    answer = ask(engine, "三（七）和三（十）有啥不一样")
    assert cited(answer) == ["三（七）", "三（十）"]


def test_six_clauses_are_all_told_in_brief(engine: Engine) -> None:
    addresses = [f"三（{number}）" for number in "一二三四五六"]
    answer = ask(engine, "、".join(addresses) + "分别讲什么")
    assert cited(answer) == addresses
    assert len(answer.text) < 900


def test_one_sentence_of_a_clause(engine: Engine) -> None:
    first = ask(engine, "给我三（九）第一句话原文").citations
    assert [each.quote for each in first] == ["严格执行VOCs含量限值要求，对超标产品依法查处。"]
    last = ask(engine, "三（六）最后一句的原文").citations
    assert last[0].quote.endswith("按职责分工负责）")


def test_what_is_said_of_all_is_not_confirmed(engine: Engine) -> None:
    answer = ask(engine, "听说2025年煤炭全部禁用，是不是")
    assert (answer.status, "没有写“全部禁用”" in answer.text) == ("corrected", True)
    assert ask(engine, "禁燃区的洁净煤网点全部退出，对吗").status == "answered"


def test_another_clause_in_place_of_the_one_pointed_at(engine: Engine) -> None:
    turns = ["三（四）里新能源车占多少", "市公安局管不管这条", "那三（五）呢"]
    answer = ask(engine, turns)
    assert answer.status == "corrected"
    assert cited(answer)[0] == "三（五）"
