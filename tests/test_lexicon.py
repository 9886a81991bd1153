from pathlib import Path

import pytest

from policyqa.documents.lexicon import Entry, Expansion, Lexicon, load_lexicon
from policyqa.documents.lexicon_lint import lint
from policyqa.errors import CorpusError

SHIPPED = Path(__file__).resolve().parent.parent / "corpus" / "lexicon.toml"


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return load_lexicon(SHIPPED)


def said(lexicon: Lexicon, text: str) -> list[str]:
    return [expansion.said for expansion in lexicon.expand(text)]


def entry(say: str, official: str, weight: float = 1.0) -> Entry:
    return Entry(tuple(say.split()), tuple(official.split()), "farming", weight)


def test_the_shipped_lexicon_is_clean(shipped: Lexicon) -> None:
    assert lint(shipped) == []


def test_the_shipped_lexicon_covers_every_topic(shipped: Lexicon) -> None:
    terms: dict[str, int] = {}
    for one in shipped.entries:
        terms[one.topic] = terms.get(one.topic, 0) + len(one.say)
    assert len(terms) == 10
    assert min(terms.values()) >= 100
    assert sum(terms.values()) >= 1500


@pytest.mark.parametrize(
    ("question", "official"),
    [
        ("邻居在地里点麦茬", "秸秆禁烧"),
        ("屋里还能架煤炉子不", "散煤"),
        ("旱厕要改成啥样", "卫生厕所"),
        ("村口臭水沟一直没人收拾", "黑臭水体"),
        ("小区能不能安充电桩", "充电设施"),
        ("低保咋申请", "最低生活保障"),
        ("合疗看病能报多少", "城乡居民基本医疗保险"),
        ("娃上学要划片吗", "义务教育"),
        ("老板不发工资", "农民工工资支付"),
        ("开个小店要办执照吗", "市场主体登记"),
    ],
)
def test_everyday_questions_reach_official_terms(
    shipped: Lexicon, question: str, official: str
) -> None:
    assert any(official in expansion.official for expansion in shipped.expand(question))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("电动车间的工人", "电动车"),
        ("具体罚款数额", "体罚"),
        ("如果子女已经成年", "果子"),
        ("农业主管部门批准后", "业主"),
        ("控制温室气体", "温室"),
        ("在仲裁员名册里选", "裁员"),
        ("孩子发烧了", "烧"),
    ],
)
def test_terms_do_not_fire_inside_other_words(shipped: Lexicon, text: str, wrong: str) -> None:
    assert wrong not in said(shipped, text)


def test_a_group_stands_for_each_of_its_members(shipped: Lexicon) -> None:
    [found] = shipped.expand("主要污染物减排量")
    assert found.mutual
    assert set(found.official) == {"化学需氧量", "氨氮", "氮氧化物", "挥发性有机物"}


def test_the_longest_term_wins_and_hides_those_inside_it() -> None:
    lexicon = Lexicon(
        (entry("麦草", "秸秆", 0.8), entry("烧麦草", "秸秆禁烧"), entry("烧", "焚烧"))
    )
    assert lexicon.expand("谁又烧麦草") == (Expansion("烧麦草", ("秸秆禁烧",), 1.0),)
    assert lexicon.expand("麦草") == (Expansion("麦草", ("秸秆",), 0.8),)


def test_each_term_fires_once_in_order_of_appearance() -> None:
    lexicon = Lexicon((entry("麦草", "秸秆"), entry("旱厕 茅房", "卫生厕所")))
    assert said(lexicon, "茅房边的麦草，麦草边的茅房") == ["茅房", "麦草"]


def test_terms_that_overlap_in_part_both_fire() -> None:
    lexicon = Lexicon((entry("修厕所", "厕所革命"), entry("厕所补贴", "奖补")))
    assert said(lexicon, "修厕所补贴") == ["修厕所", "厕所补贴"]


def test_a_term_inside_an_official_term_or_a_guard_does_not_fire() -> None:
    lexicon = Lexicon((entry("臭水", "黑臭水体"), entry("电动车", "新能源汽车")), ("电动车间",))
    assert said(lexicon, "黑臭水体") == []
    assert said(lexicon, "电动车间") == []
    assert said(lexicon, "臭水边的电动车") == ["臭水", "电动车"]


def test_letters_match_in_either_case_and_width_but_only_whole() -> None:
    lexicon = Lexicon((entry("ETC", "车辆通行费"),))
    assert said(lexicon, "办etc") == said(lexicon, "办ＥＴＣ要钱吗") == ["ETC"]
    assert said(lexicon, "fetch") == said(lexicon, "etc2") == []


def test_nothing_is_found_in_an_empty_text() -> None:
    assert Lexicon((entry("麦草", "秸秆"),)).expand("") == ()


@pytest.mark.parametrize(
    ("lexicon", "complaint"),
    [
        (Lexicon((entry("麦草", "秸秆"), entry("麦草", "饲料"))), "不止一次"),
        (Lexicon((entry("秸秆", "秸秆"),)), "自己的正式说法"),
        (Lexicon((entry("麦草", "秸秆 秸秆"),)), "重复"),
        (Lexicon((entry("煤", "煤炭"),)), "只有一个字"),
        (Lexicon((entry("怎么", "办法"),), function_words=("怎么样",)), "虚词"),
        (Lexicon((entry("甲话", "乙话"), entry("乙话", "丙话"), entry("丙话", "甲话"))), "一圈"),
        (Lexicon((entry("麦草", "秸秆"),), guards=("麦草",)), "既是口语词"),
        (Lexicon((entry("麦草", "秸秆"),), guards=("车间",)), "用不着"),
    ],
)
def test_the_linter_names_each_fault(lexicon: Lexicon, complaint: str) -> None:
    complaints = lint(lexicon)
    assert len(complaints) == 1
    assert complaint in complaints[0]


def test_the_linter_accepts_a_listed_single_character() -> None:
    assert lint(Lexicon((entry("煤", "煤炭"),), single_characters=("煤",))) == []


GOOD = 'topics = ["farming"]\n[[entry]]\nsay = ["麦草"]\nofficial = ["秸秆"]\ntopic = "farming"\n'


def test_a_minimal_file_loads(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD + "weight = 0.5\n", encoding="utf-8")
    assert load_lexicon(path).entries == (entry("麦草", "秸秆", 0.5),)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('say = ["麦草"]', "say = []", "第 1 条"),
        ('say = ["麦草"]', 'say = "麦草"', "第 1 条"),
        ('say = ["麦草"]', 'say = [" 麦草"]', "第 1 条"),
        ('official = ["秸秆"]', "official = [1]", "麦草"),
        ('official = ["秸秆"]\n', "", "official"),
        ('topic = "farming"', 'topic = "space"', "topic"),
        ('topic = "farming"', 'topic = ["farming"]', "topic"),
        ('topic = "farming"', 'topic = "farming"\nweight = 2', "weight"),
        ('topic = "farming"', 'topic = "farming"\nweight = true', "weight"),
        ('topic = "farming"', 'topic = "farming"\nwieght = 1', "wieght"),
        ("topics", "themes", "themes"),
        ("[[entry]]", "[entry]", "[[entry]]"),
        ("[[entry]]", "[lint]\nfunction_words = 3\n[[entry]]", "function_words"),
        ("[[entry]]", "guard = 3\n[[entry]]", "guard"),
        ("[[entry]]", "[[entry]", "TOML"),
    ],
)
def test_a_wrong_field_is_named_in_one_sentence(
    tmp_path: Path, before: str, after: str, named: str
) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load_lexicon(path)
    message = str(caught.value)
    assert "words.toml" in message
    assert named in message
    assert message.endswith("。")
    assert "\n" not in message


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"gone\.toml"):
        load_lexicon(tmp_path / "gone.toml")


def test_a_file_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CorpusError, match="UTF-8"):
        load_lexicon(path)
