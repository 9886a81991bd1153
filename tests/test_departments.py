import json
from pathlib import Path

import pytest

from policyqa.documents.departments import Departments, load_departments
from policyqa.errors import CorpusError
from policyqa.settings import ROOT

TABLE = load_departments(ROOT / "corpus" / "departments.toml")
DUTIES = Path(__file__).parent / "data" / "xianyang-duties.json"


def named_in_plan() -> set[str]:
    rows = json.loads(DUTIES.read_text(encoding="utf-8"))
    return {name for row in rows for name in (*row["lead"], *row["shared"])}


def test_every_body_of_the_plan_is_in_the_table_and_matches_itself() -> None:
    known = {body.name for body in TABLE.bodies}
    for spelling in named_in_plan() - {"各有关部门"}:
        assert TABLE.resolve(spelling).base_names[0] in known, spelling
        assert TABLE.matches(spelling, spelling), spelling
        (mention,) = TABLE.find(f"请问{spelling}有哪些任务？")
        assert mention.text == spelling


def test_two_bodies_of_the_plan_match_only_where_the_table_relates_them() -> None:
    spellings = sorted(named_in_plan())
    pairs = {
        frozenset((one, other))
        for one in spellings
        for other in spellings
        if one != other and TABLE.matches(one, other)
    }
    assert pairs == {
        frozenset(("市行政审批局", "市行政审批服务局")),
        frozenset(("市科学技术局", "市科技局")),
    }


@pytest.mark.parametrize(
    ("said", "spelling"),
    [
        ("市发改委", "市发展和改革委员会"),
        ("发改局", "市发展和改革委员会"),
        ("咸阳市发改委", "市发展和改革委员会"),
        ("生态环境局", "市生态环境局"),
        ("环保局", "市生态环境局"),
        ("环保部门", "市生态环境局"),
        ("国网咸阳", "国网咸阳供电公司"),
        ("国家电网", "国网咸阳供电公司"),
        ("咸阳供电公司", "国网咸阳供电公司"),
        ("人行咸阳", "人民银行咸阳中心支行"),
        ("中国人民银行咸阳市中心支行", "人民银行咸阳中心支行"),
        ("市住建局", "市住房和城乡建设局"),
        ("工信局", "市工业和信息化局"),
        ("市场监管局", "市市场监督管理局"),
        ("城管", "市城市管理执法局"),
        ("交警", "市公安局"),
        ("市卫生健康委员会", "市卫健委"),
        ("银保监局", "咸阳银保监分局"),
        ("县政府", "各县市区人民政府"),
        ("武功县人民政府", "各县市区人民政府"),
        ("文明办", "市委文明办"),
        ("科技局", "市科学技术局"),
        ("行政审批服务局", "市行政审批局"),
    ],
)
def test_short_forms_find_the_spelling_of_the_plan(said: str, spelling: str) -> None:
    (mention,) = TABLE.find(f"请问{said}负责什么？")
    assert mention.text == said
    assert TABLE.matches(mention, spelling, home="咸阳")


@pytest.mark.parametrize(
    ("said", "spelling"),
    [
        ("省发改委", "市发展和改革委员会"),
        ("县发改局", "市发展和改革委员会"),
        ("国家发展改革委", "市发展和改革委员会"),
        ("西安市发改委", "市发展和改革委员会"),
        ("陕西省生态环境厅", "市生态环境局"),
        ("生态环境部", "市生态环境局"),
        ("兴平市生态环境局", "市生态环境局"),
        ("市政府", "各县市区人民政府"),
        ("市水利局", "市林业局"),
        ("银保监分局", "市金融协调服务中心"),
        ("市住建局", "市城市管理执法局"),
    ],
)
def test_other_levels_places_and_bodies_do_not_match(said: str, spelling: str) -> None:
    (mention,) = TABLE.find(f"{said}负责什么？")
    assert not TABLE.matches(mention, spelling, home="咸阳")


@pytest.mark.parametrize(
    ("said", "level", "place"),
    [
        ("咸阳发改委", "municipal", "咸阳"),
        ("陕西省发改委", "provincial", "陕西"),
        ("北京市教委", "provincial", "北京"),
        ("兴平市公安局", "county", "兴平"),
        ("省生态环境厅", "provincial", ""),
        ("财政部", "national", ""),
        ("市委组织部", "municipal", ""),
        ("各县（市、区）人民政府", "county", ""),
        ("发改委", None, ""),
    ],
)
def test_level_and_place_are_read(said: str, level: str | None, place: str) -> None:
    (mention,) = TABLE.find(said)
    assert (mention.text, mention.level, mention.place) == (said, level, place)


def test_words_that_only_look_like_bodies_are_not_found() -> None:
    for text in ("政府采购怎么做", "园区管委会", "消防安全", "走人行道"):
        assert TABLE.find(text) == (), text


def test_offsets_hold_and_neighbours_do_not_overlap() -> None:
    text = "市市场监督管理局和市发改委、国网咸阳供电公司"
    found = TABLE.find(text)
    assert [text[m.start : m.end] for m in found] == [m.text for m in found]
    assert [m.text for m in found] == ["市市场监督管理局", "市发改委", "国网咸阳供电公司"]


def test_bodies_of_unseen_documents_are_found_after_they_are_told() -> None:
    assert TABLE.find("市公园城市局负责什么") == ()
    wider = TABLE.with_spellings(["市公园城市局", "各有关部门"])
    (mention,) = wider.find("公园城市局负责什么")
    assert wider.matches(mention, "市公园城市局")
    assert wider.find("各有关部门负责什么") == ()


def test_variants_name_aliases_and_related_bodies() -> None:
    variants = TABLE.variants("市行政审批局")
    assert {"行政审批局", "行政审批服务局"} <= set(variants)
    assert not any("{" in name for name in TABLE.variants("人行咸阳"))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[body]]\nname = "甲局"\nother = 1\n', "other"),
        ("[[body]]\naliases = []\n", "name"),
        ('[[body]]\nname = "甲局"\naliases = "乙"\n', "aliases"),
        ('[[body]]\nname = "甲局"\nrelated = ["乙局"]\n', "乙局"),
        ('[[body]]\nname = "甲局"\n[[body]]\nname = "甲局"\n', "甲局"),
        ("[places]\ntown = []\n", "town"),
        ("[[body]\n", "TOML"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, said: str) -> None:
    path = tmp_path / "departments.toml"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        load_departments(path)


def test_an_empty_table_still_compares_spellings(tmp_path: Path) -> None:
    path = tmp_path / "departments.toml"
    path.write_text("", encoding="utf-8")
    empty = load_departments(path)
    assert isinstance(empty, Departments)
    assert empty.matches("市水利局", "市水利局")
    assert empty.matches("水利局", "市水利局")
    assert not empty.matches("省水利局", "市水利局")


@pytest.mark.parametrize(
    ("said", "spelling"),
    [
        ("农业农村局", "自治县农业农村主管部门"),
        ("农业农村主管部门", "自治县农业农村主管部门"),
        ("生态环境部门", "县级以上地方人民政府生态环境主管部门"),
        ("水利局", "县级以上人民政府水行政主管部门"),
        ("财政局", "同级财政部门"),
        ("财政局", "财政"),
        ("发改委", "发展和改革"),
        ("综合执法局", "自治县综合行政执法部门"),
    ],
)
def test_names_that_statutes_use(said: str, spelling: str) -> None:
    assert TABLE.matches(said, spelling)
    assert not TABLE.matches("教育局", spelling)


def test_short_forms_of_a_list_add_no_body() -> None:
    more = TABLE.with_spellings(["生态环境", "县级以上人民政府发展改革", "市公园城市局"])
    assert len(more.bodies) == len(TABLE.bodies) + 1
    assert more.find("改善生态环境和发展改革工作") == ()
