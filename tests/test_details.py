"""Whether the evidence carries the detail, unit or thing that is asked for."""

import pytest
from answer_helpers import ask

from policyqa.answering.absent import _stands_as_word
from policyqa.answering.engine import Engine
from policyqa.answering.normalise import figures, normalise_question, years


@pytest.mark.parametrize(
    "question",
    [
        "小区充电桩几个车位配一个",
        "地膜回收一斤给几毛",
        "秸秆打捆一亩给多少钱",
        "重点用能单位是年耗多少吨标准煤以上的",
        "养猪场要离村子多远",
        "充电桩坏了保修几年",
        "湿地公园里让钓鱼不",
        "节能审查要找有什么资质的机构",
        "节能宣传周在哪个广场办",
        "去年PM2.5是多少",
        "煤矸石综合利用率要达到百分之几",
        "老旧小区改造有哪几个小区",
        "完不成任务县长会不会撤职",
        "数据中心的PUE不得高于多少",
        "数据中心PUE有要求没",
        "企业要搞ESG披露吗",
        "《陕西省人民政府关于印发“十四五”节能减排综合工作方案的通知》的文号是什么",
        "和“十三五”相比减排量是多了还是少了",
        "为什么把用水量降幅定成6%",
        "秸秆卖给谁",
        "北五县市是哪五个",
        "钢铁行业有什么要求",
    ],
)
def test_a_detail_that_the_plan_does_not_state_is_refused(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "no_basis", answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("农膜和农药包装的污染怎么抓", "回收处理"),  # 抓 is work here and no arrest
        ("VOCs含量限值要求谁来执行", "市生态环境局牵头"),
        ("用能预算管理由哪些部门负责", "市统计局"),  # 管理由 holds no 理由
        ("方案规定金融机构能给两高项目贷款不", "不予贷款"),  # 规定金融 holds no 定金
        ("全市氮氧化物计划减掉多少吨", "3415吨"),  # 减掉 is no quantity
        ("污水垃圾处理收费按什么原则定", "合理盈利"),
        ("铁路货运量占比的目标是多少", "进一步提升"),
        ("NOx减多少吨", "3415吨"),  # written 氮氧化物
        ("GDP能耗降多少", "13.5%"),
        ("CNG加气站还建吗", "加注气"),  # the lexicon knows it
        ("我是XX小区的，外墙保温有没有规定", "节能改造"),  # XX is a name left out
    ],
)
def test_words_that_look_like_a_missing_detail(engine: Engine, question: str, words: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "answered", answer.text
    assert words in answer.text


def test_a_matter_is_a_word_of_its_own() -> None:
    assert _stands_as_word("定金", "定金退不退")
    assert not _stands_as_word("定金", "方案规定金融机构不予贷款")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("工业园区循环化改造 哪几家负责", "工业园区循环化改造，哪几家负责"),
        ("咸 阳 市 谁 管 秸 秆", "咸阳市谁管秸秆"),
    ],
)
def test_blanks_stand_for_commas(raw: str, text: str) -> None:
    assert normalise_question(raw) == text


def test_figures_are_no_years() -> None:
    assert years("到2025年达到2000万平方米") == (2025,)
    assert years(normalise_question("PM10年均浓度要多少")) == ()
    assert [f.unit for f in figures(normalise_question("2000万平米"))] == ["万平方米"]


def test_the_lead_opens_with_the_detail_asked_for(other_engine: Engine) -> None:
    answer = ask(other_engine, "餐厨垃圾排入河道罚多少")
    assert answer.text.startswith("第七条写明：“处五千元以上五万元以下罚款”")


def test_a_rule_for_and_one_against_are_told_together(engine: Engine) -> None:
    lead = ask(engine, "能烧洁净煤吗").text.split("\n")[0]
    assert "全面退出禁燃区内" in lead
    assert "非禁燃区内可采用洁净煤" in lead


def test_what_favours_a_thing_near_it_is_no_permission(engine: Engine) -> None:
    lead = ask(engine, "煤炉子还让用吗").text.split("\n")[0]
    assert "鼓励" not in lead
    assert "鼓励" in ask(engine, "能不能装太阳能").text.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("开面馆的,微信上有人喊着把散煤送到店里,这种卖法查不查", ()),
        ("我图便宜自己买了个炉子,不在你们的目录上,这个还让用吗", ()),
        ("市环保局的微信群怎么加", ("phone",)),
        ("我们小区想装几个充电的桩子,政府是支持还是拦着", ()),
    ],
)
def test_a_story_before_the_question_asks_for_no_detail(
    engine: Engine, text: str, wanted: tuple[str, ...]
) -> None:
    found = engine.resources.cues.attributes_of(text)
    assert [name for name in wanted if name not in found] == []
    if not wanted:
        assert found == ()


def test_an_indefinite_number_in_a_story_is_not_asked_for(engine: Engine) -> None:
    answer = ask(engine, "我们镇几个小区老是不热，有人提议再盖一个烧煤的集中供热站，还让建不让？")
    assert answer.status == "answered"
    assert "禁止新建燃煤集中供热站" in answer.text


def test_whether_one_counts_needs_a_criterion(engine: Engine) -> None:
    assert ask(engine, "我们村算不算禁燃区").status == "no_basis"
    assert ask(engine, "我圈里三十来头猪，算不算规模养殖场").status == "no_basis"


def test_a_thing_named_in_passing_is_no_matter_of_its_own(engine: Engine) -> None:
    assert ask(engine, "超市的塑料袋收不收押金").status == "no_basis"
    told = ask(engine, "我们小区没交押金的车位，物业能不能支持居民小区建设新能源汽车充电设施")
    assert told.status == "answered"


def test_what_somebody_has_is_no_figure_asked_for(engine: Engine) -> None:
    assert ask(engine, "家里几亩麦杆子拉去造纸行不").status == "answered"
    assert ask(engine, "秸秆打捆补几块钱一亩").status == "no_basis"


def test_the_lead_holds_the_figure_asked_for(engine: Engine) -> None:
    assert "不少于90%" in ask(engine, "公交换电车比例多大").text.split("\n")[0]
