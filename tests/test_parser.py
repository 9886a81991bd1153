import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyqa.documents.numbering import read_marker
from policyqa.documents.numerals import chinese_number, in_chinese
from policyqa.documents.parser import Structure, parse
from policyqa.documents.registry import load_documents
from policyqa.records import Document
from policyqa.settings import ROOT


def parsed(text: str) -> Structure:
    structure = parse(Document("d", "d", text))
    check(structure)
    return structure


def check(structure: Structure) -> None:
    """Nothing is lost, nothing counted twice, every offset holds, no address twice."""
    text = structure.document.text
    owners = [0] * len(text)
    spans = [(clause.start, clause.end) for clause in structure.clauses]
    spans += [(heading.start, heading.end) for heading in structure.headings]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        for place in range(start, end):
            owners[place] += 1
    for place, character in enumerate(text):
        assert owners[place] <= 1, (place, character)
        assert owners[place] == 1 or character.isspace(), (place, character)
    for clause in structure.clauses:
        covered = "".join(sentence.text for sentence in clause.sentences)
        assert "".join(covered.split()) == "".join(text[clause.start : clause.end].split())
        for sentence in clause.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
            assert clause.start <= sentence.start < sentence.end <= clause.end
    for records in (structure.clauses, structure.headings):
        addresses = [record.address for record in records]
        assert len(addresses) == len(set(addresses))


def addresses(text: str) -> list[str]:
    return [clause.address for clause in parsed(text).clauses]


def test_the_plan_has_its_24_clauses() -> None:
    document = next(d for d in load_documents(ROOT / "corpus") if d.id == "xianyang-2023-9")
    structure = parse(document)
    check(structure)
    numbers = "一二三四五六七八九十"
    assert [clause.address for clause in structure.clauses] == [
        "印发通知",
        "前言",
        "一",
        "二",
        *(f"三（{n}）" for n in numbers),
        *(f"四（{n}）" for n in numbers[:7]),
        *(f"五（{n}）" for n in numbers[:3]),
    ]
    titles = {heading.address: heading.title for heading in structure.headings}
    assert titles["三"] == "实施重点工程"
    assert titles["三（五）"] == "农业农村节能减排工程"
    clause = structure.clauses[8]
    assert (clause.heading, clause.level, clause.ancestors) == ("农业农村节能减排工程", 2, ("三",))
    assert document.text[clause.start :].startswith("因地制宜，加强风能")
    notice, lead = structure.clauses[:2]
    assert document.text[notice.start : notice.end].endswith("2023年4月25日")
    assert document.text[lead.start :].startswith("为认真贯彻落实")


def test_all_layers_of_numbers() -> None:
    text = "一、总纲\n（一）分项\n1.小项\n（1）细项\n甲事。\n（2）另项\n乙事。\n①点\n丙事。\n2、小项二\n丁事。\n二、其他\n1．直接\n戊事。\n"  # noqa: E501
    assert addresses(text) == [
        "一（一）1（1）",
        "一（一）1（2）",
        "一（一）1（2）①",
        "一（一）2",
        "二1",
    ]


def test_half_width_brackets_and_full_width_digits_give_the_same_addresses() -> None:
    text = "一．总纲\n(一)分项\n１．小项\n(1)细项\n甲事。\n"
    assert addresses(text) == ["一（一）1（1）"]


def test_articles_keep_their_own_number_in_chapters() -> None:
    text = "某某办法\n第一章　总则\n第一条　为了做事，制定本办法。\n第二条　下列情形除外：\n（一）其一；\n（二）其二。\n第二章　附则\n第二条之一　补充。\n第三条　本办法自发布之日起施行。\n"  # noqa: E501
    structure = parsed(text)
    assert [clause.address for clause in structure.clauses] == [
        "标题", "第一条", "第二条", "第二条（一）", "第二条（二）", "第二条之一", "第三条",
    ]  # fmt: skip
    by_address = {clause.address: clause for clause in structure.clauses}
    assert by_address["第三条"].ancestors == ("第二章",)
    assert by_address["第二条（一）"].ancestors == ("第一章", "第二条")
    headings = {heading.address: heading for heading in structure.headings}
    assert headings["第一条"].title == ""
    assert headings["第二章"].title == "附则"


def test_a_paragraph_behind_the_items_belongs_to_the_article() -> None:
    text = "某某条例\n第一条　设施如下：\n（一）雨水设施；\n（二）贮存、处理等设施。\n委托他人的，可以不建前款第二项的设施。\n有下列情形的，另行规定：\n（一）甲情形；\n（二）乙情形。\n第二条　做事。\n还做事。\n"  # noqa: E501
    structure = parsed(text)
    found = {clause.address: text[clause.start : clause.end] for clause in structure.clauses}
    assert list(found) == [
        "标题", "第一条", "第一条（一）", "第一条（二）", "第一条第二款", "第一条第三款",
        "第一条第三款（一）", "第一条第三款（二）", "第二条",
    ]  # fmt: skip
    assert found["第一条（二）"] == "贮存、处理等设施。"
    assert found["第一条第二款"] == "委托他人的，可以不建前款第二项的设施。"
    assert found["第二条"] == "做事。\n还做事。"
    tail = next(clause for clause in structure.clauses if clause.address == "第一条第二款")
    assert (tail.heading, tail.level, tail.ancestors) == ("", 2, ("第一条",))
    assert "第一条第二款" not in {heading.address for heading in structure.headings}


def test_the_paragraphs_ahead_of_the_items_count() -> None:
    text = "第一条　做事。\n下列为甲：\n（一）子；\n（二）丑。\n另有规定的除外。\n"
    assert addresses(text)[-1] == "第一条第三款"


def test_text_between_two_items_stays_with_the_first() -> None:
    text = "第一条　下列为甲：\n（一）子。\n子的说明。\n（二）丑\n丑的说明。\n责任单位：市甲局\n某市人民政府\n2024年5月6日\n"  # noqa: E501
    structure = parsed(text)
    found = {clause.address: text[clause.start : clause.end] for clause in structure.clauses}
    assert found["第一条（一）"] == "子。\n子的说明。"
    assert found["第一条（二）"].startswith("丑的说明。")
    assert not any("款" in address for address in found)


def test_an_item_that_opens_with_a_year() -> None:
    text = "一、目标\n1.2025年目标。到2025年，做到甲。\n2.2026—2027年目标。做到乙。\n3.5亿元资金到位。\n"  # noqa: E501
    structure = parsed(text)
    assert [(clause.address, clause.heading) for clause in structure.clauses] == [
        ("一1", "2025年目标"),
        ("一2", "2026—2027年目标"),
    ]


def test_an_item_that_opens_with_a_month() -> None:
    structure = parsed("一、禁渔\n1.全年禁止电鱼。\n2.5月至9月禁止捕捞。\n3.12月底前清理渔网。\n")
    assert [clause.address for clause in structure.clauses] == ["一1", "一2", "一3"]


def test_a_colon_inside_a_bracket_ends_no_title() -> None:
    structure = parsed("一、改造数量（单位：个）\n2024年：60；2025年：70\n")
    (clause,) = structure.clauses
    assert (clause.address, clause.heading) == ("一", "改造数量（单位：个）")


def test_the_line_below_an_attachment_number_is_its_title() -> None:
    text = "一、甲\n做事。\n附件1\n\n任务分解表\n一、数量\n60个。\n附件2\n本表由各区填报。\n"
    structure = parsed(text)
    titles = {heading.address: heading.title for heading in structure.headings}
    assert titles["附件1"] == "任务分解表"
    assert titles["附件2"] == ""
    assert [c.address for c in structure.clauses] == ["一", "附件1一", "附件2"]


@pytest.mark.parametrize(
    ("line", "title", "body"),
    [
        ("（一）加强领导。各地要高度重视。", "加强领导。", "各地要高度重视。"),
        ("（一）目标任务：到2025年完成。", "目标任务：", "到2025年完成。"),
        ("（一）总体要求　　做好各项工作。", "总体要求", "做好各项工作。"),
        ("**（一）加强领导。**各地要高度重视。", "加强领导。", "各地要高度重视。"),
        ("（一）各地要高度重视，抓好落实；", "", "各地要高度重视，抓好落实；"),
        ("（一）法律规定的其他情形。", "", "法律规定的其他情形。"),
        (
            "（一）本细则自2024年4月1日起施行，有效期至2026年12月31日。原办法废止。",
            "",
            "本细则自2024年4月1日起施行，有效期至2026年12月31日。原办法废止。",
        ),
        ("（一）违规使用的，应当退回：一次退清。", "", "违规使用的，应当退回：一次退清。"),
        (
            "（一）施工阶段（5月20日至6月15日）。逐户安装。",
            "施工阶段（5月20日至6月15日）。",
            "逐户安装。",
        ),
        (
            "（一）深化改革，扩大开放，建设甲地。做到乙。",
            "深化改革，扩大开放，建设甲地。",
            "做到乙。",
        ),
        (
            '（一）"面积"按图纸填写,单位为亩,保留整数。多块地合计。',
            "",
            '"面积"按图纸填写,单位为亩,保留整数。多块地合计。',
        ),
        (
            "（一）申请表须由本人签字,涂改无效。另附一份。",
            "",
            "申请表须由本人签字,涂改无效。另附一份。",
        ),
    ],
)
def test_headings_that_run_into_the_text(line: str, title: str, body: str) -> None:
    structure = parsed(f"一、要求\n{line}\n")
    (clause,) = structure.clauses
    assert (clause.address, clause.heading) == ("一（一）", title.rstrip("。：") if title else "")
    assert structure.document.text[clause.start : clause.end] == body


def test_a_heading_right_above_its_first_item_is_one() -> None:
    structure = parsed(
        "一、甲\n（一）加强配套。\n1.电网。做甲。\n2.气源。做乙。\n（二）其他情形。\n"
    )
    titles = {heading.address: heading.title for heading in structure.headings}
    assert titles["一（一）"] == "加强配套"
    assert [c.address for c in structure.clauses] == ["一（一）1", "一（一）2", "一（二）"]


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("一、甲\n（一）乙。做事。（市甲局负责）\n\n本计划自印发之日起实施，有效期至2027年12月31日。《某计划》（某政发〔2018〕2号）同时废止。\n", "本计划自印发之日起实施"),  # noqa: E501
        ("一、甲\n（一）乙。做事。\n本办法由市甲局负责解释。\n", "本办法由"),
        ("一、甲\n做事。\n\n本通告自2024年5月1日起施行。\n特此通告。\n", "本通告自"),
        ("一、附则\n本办法自印发之日起施行。\n", None),
        ("第一条　做事。\n本办法自印发之日起施行。\n", None),
    ],
)  # fmt: skip
def test_a_closing_paragraph_of_its_own(text: str, closing: str | None) -> None:
    last = parsed(text).clauses[-1]
    assert (last.address == "结尾") is (closing is not None)
    assert text[last.start :].startswith(closing or "")


@pytest.mark.parametrize(
    "line",
    [
        "三、四线城市要加快发展。",
        "一、二、三产业融合发展。",
        "2023年建成10座。",
        "3.5亿元资金到位。",
        "第三条规定的情形除外。",
        "1、2号线开通。",
        "七、另外的事项不在此列。",
        "（九）班的学生。",
        "附件所列项目要抓紧实施。",
    ],
)
def test_text_that_looks_like_a_number_stays_text(line: str) -> None:
    assert addresses(f"一、总纲\n甲事。\n{line}\n二、其他\n乙事。\n") == ["一", "二"]


def test_numbers_inside_a_sentence_open_nothing() -> None:
    assert addresses("一、总纲\n要做到（一）快，（二）好，一、二、三一起抓，见附件1。\n") == ["一"]


def test_a_table_of_contents_opens_nothing() -> None:
    text = "某某规划\n目　录\n第一章 总则……1\n第二章 任务……3\n为了做事，制定本规划。\n第一章 总则\n甲事。\n第二章 任务\n乙事。\n"  # noqa: E501
    assert addresses(text) == ["标题", "目录", "前言", "第一章", "第二章"]


def test_markdown_headings_with_and_without_numbers() -> None:
    text = "# 某市方案\n\n为了做事，制定本方案。\n\n## 总体要求\n甲事。\n### （一）原则\n乙事。\n## 二、任务\n**1.重点。**丙事。\n"  # noqa: E501
    assert addresses(text) == ["标题", "前言", "总体要求", "总体要求（一）", "二1"]


def test_a_notice_with_numbered_orders_ends_with_its_signature() -> None:
    text = (
        "某市人民政府关于做好某事的通知\n某政发〔2024〕3号\n各县区人民政府：\n"
        "为做好某事，现通知如下：\n一、重视\n甲事。\n二、落实\n乙事。\n本通知自印发之日起施行。\n"
        "附件：1.清单\n2.名单\n\n某市人民政府\n2024年5月6日\n（此件公开发布）\n"
        "附件1\n清单\n一、甲类\n（一）小类\n丙。\n附件2\n名单\n丁。\n"
    )
    structure = parsed(text)
    assert [clause.address for clause in structure.clauses] == [
        "印发通知", "前言", "一", "二", "结尾", "附件1一（一）", "附件2",
    ]  # fmt: skip
    titles = {heading.address: heading.title for heading in structure.headings}
    assert (titles["附件1"], titles["附件2"]) == ("清单", "名单")
    closing = structure.clauses[4]
    assert text[closing.start : closing.end].startswith("本通知自印发之日起施行。")
    assert text[closing.start : closing.end].endswith("（此件公开发布）")


def test_the_title_of_what_a_notice_issues_belongs_to_the_cover() -> None:
    text = "某市关于印发某某方案的通知\n各县区：\n现印发给你们，请执行。\n某市人民政府\n二〇二四年五月六日\n某市某某方案\n为了做事，制定本方案。\n一、任务\n甲事。\n"  # noqa: E501
    structure = parsed(text)
    assert [clause.address for clause in structure.clauses] == ["印发通知", "前言", "一"]
    assert text[structure.clauses[1].start :].startswith("为了做事")


def test_decimal_numbers_follow_their_parent() -> None:
    text = "某市预案\n1 总则\n1.1 编制目的\n甲事。\n1.2 适用范围\n乙事，\n1.5亿元。\n2 组织\n2.1 机构\n丙事。\n"  # noqa: E501
    assert addresses(text) == ["标题", "1.1", "1.2", "2.1"]


def test_a_repeated_address_gets_a_mark() -> None:
    assert addresses("一、甲\n甲事。\n一、乙\n乙事。\n（一）小\n丙事。\n") == [
        "一",
        "一〔2〕",
        "一〔2〕（一）",
    ]


def test_text_without_numbers_is_the_lead() -> None:
    assert addresses("只有一段话。没有编号。") == ["前言"]
    assert addresses("") == []
    assert addresses("\n \u3000\n") == []


def test_the_parent_of_a_list_that_numbers_on() -> None:
    text = "一、甲\n1.子。\n做事甲。\n2.丑。\n做事乙。\n二、乙\n3.寅。\n做事丙。\n"
    assert addresses(text) == ["一1", "一2", "二3"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("三", 3), ("十", 10), ("十八", 18), ("二十", 20), ("一百零五", 105), ("一千二百六十", 1260), ("二三", None), ("百", None), ("", None)],  # noqa: E501
)  # fmt: skip
def test_chinese_numbers(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("value", [1, 9, 10, 11, 20, 99, 100, 105, 110, 999])
def test_a_number_written_is_read_again(value: int) -> None:
    assert chinese_number(in_chinese(value)) == value


def test_markers_tell_kind_and_label() -> None:
    found = {
        line: read_marker(line) for line in ("㈢甲", "⑵乙", "③丙", "## 第十八条 丁", "  １、戊")
    }
    assert {line: (m.kind, m.label) for line, m in found.items() if m} == {
        "㈢甲": ("chinese_bracket", "（三）"),
        "⑵乙": ("arabic_bracket", "（2）"),
        "③丙": ("circled", "③"),
        "## 第十八条 丁": ("article", "第十八条"),
        "  １、戊": ("arabic", "1"),
    }


PIECES = st.sampled_from(
    [
        "一、", "二、", "（一）", "（二）", "(三)", "1.", "2、", "（1）", "①", "第一章", "第一条 ", "第二条之一",  # noqa: E501
        "附件1", "附件：", "附件", "目录", "# ", "## ", "**", "总则", "加强领导。", "甲事，", "\n", "\n\n", "\u3000",  # noqa: E501
        "2023年4月25日", "某市人民政府", "的通知", "某政发〔2023〕9号", "各县区：", "……3", "1.1 ", "1 ", "（市甲局负责）",  # noqa: E501
        "《", "》", "；", "。\n", "：\n", "1.2025年", "（单位：个）", "来源：某网\n", "发文字号：", "首页 > 公开\n", "【打印】", "上一篇：", "\n版权所有\n",  # noqa: E501
        "序号\t任务\t牵头单位\n", "序号\n任务\n牵头单位\n", "1\t甲事\t市甲局\n", "1\n甲事\n市甲局\n", "\n2\t", "|",  # noqa: E501
        "本办法自印发之日起施行。", "\r", "\x0b", "\u2028", "---", "以下均需各区落实，不再列出",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_marks_is_covered(text: str) -> None:
    parsed(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_covered(text: str) -> None:
    parsed(text)
