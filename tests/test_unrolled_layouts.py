"""Documents that lost their line breaks, square brackets, tables with a cell a line."""

from policyqa.documents.cell_rows import cell_row_spans
from policyqa.documents.duties import find_duties
from policyqa.documents.parser import parse
from policyqa.documents.targets import find_targets
from policyqa.records import Document

PLAN = (
    "甲市节能减排方案\n"
    "为落实上级部署，结合我市实际，制定本方案。一、主要目标。到2025年，全市煤炭消费总量控制在580万吨以内。"
    "二、重点任务。（一）控制煤炭消费。禁止新建燃煤小锅炉。（市发展改革委牵头）"
    "（二）治理扬尘。工地必须围挡。（市住房城乡建设局负责）"
    "三、保障措施。（一）加强领导。成立工作专班，由分管副市长任组长，定期研究解决工作中的困难和问题，各县区、各部门参照执行，确保任务落到实处。"
    "（二）强化督查。每季度通报一次进展情况，年底对照任务清单逐项核查，对工作滞后的约谈主要负责人，结果纳入年度考核。"
    "（三）加强宣传。通过报纸、广播、电视和网络宣传节能减排知识，曝光环境违法行为，表扬先进典型，总结推广各地各行业的好经验好做法，营造人人参与的氛围。\n"
)
PROJECTS = """附件：重点项目表
序号
项目名称
建设单位
总投资（万元）
1
老城热网改造
甲市热力公司
3200
2
南湖泵站升级
甲市水务集团
860
"""


def addresses(text: str) -> list[str]:
    return [clause.address for clause in parse(Document("d", "", text)).clauses]


def test_numbers_within_a_line_open_clauses() -> None:
    found = addresses(PLAN)
    assert found[-6:] == ["一", "二（一）", "二（二）", "三（一）", "三（二）", "三（三）"]
    targets = find_targets(parse(Document("d", "", PLAN)))
    assert [(each.address, each.value) for each in targets] == [("一", "580")]


def test_a_list_within_a_sentence_opens_none() -> None:
    items = "重点做好：（一）控煤，（二）降尘，（三）治水三件事。"
    text = f"甲市方案\n一、任务\n{items}\n二、保障\n加强领导。\n"
    assert addresses(text) == ["标题", "一", "二"]


def test_square_brackets_hold_lists_of_bodies() -> None:
    text = "甲市方案\n一、任务\n(一)控煤。禁止新建小锅炉。［市发展改革委牵头，市财政局配合］\n"
    (duty,) = find_duties(parse(Document("d", "", text)))
    assert (duty.lead, duty.assisting) == (("市发展改革委",), ("市财政局",))


def test_the_rows_of_a_table_with_a_cell_a_line() -> None:
    start = PROJECTS.index("序号")
    rows = [PROJECTS[a:b].split() for a, b in cell_row_spans(PROJECTS, start, len(PROJECTS))]
    assert ["1", "老城热网改造", "甲市热力公司", "3200"] in rows
    assert ["2", "南湖泵站升级", "甲市水务集团", "860"] in rows


def test_of_which_keeps_the_year_of_the_sentence_before() -> None:
    text = "甲市方案\n一、目标\n到2025年，光伏装机达到400万千瓦。其中，屋顶光伏装机达到90万千瓦。\n"
    found = find_targets(parse(Document("d", "", text)))
    assert [(each.value, each.year) for each in found] == [("400", 2025), ("90", 2025)]
