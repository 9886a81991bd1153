"""What one passage must carry to answer a question: the figure, place, date or detail asked.

Each need is a refusal and a test. The kinds of detail are rows of ``corpus/questions.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from policyqa.answering import normalise
from policyqa.answering.claims import RATIOS
from policyqa.answering.context import Place, Question, Term
from policyqa.answering.evidence import Scored
from policyqa.answering.normalise import with_digits
from policyqa.answering.places import bare_name
from policyqa.answering.quoting import split_segments
from policyqa.answering.resources import Resources
from policyqa.answering.several_targets import NAMED
from policyqa.answering.topic import PARTIAL_MATCH, coverage, match, named_share
from policyqa.records import Target
from policyqa.retrieval.passage_kinds import is_duty_list
from policyqa.text import same_width

Need = tuple[str, Callable[[str], bool]]

# Details that belong to one body: another body's phone is no answer.
OF_A_BODY = {"phone", "office", "person"}
# Share of the question's words from which a stretch of a sentence speaks of the thing.
SPEAKS_OF, SPEAKS_CLOSELY = 0.3, 0.5
# 3号机组 is another one than 1号机组.
_NUMBERED = re.compile(r"[0-9]+号(?=机组|锅炉|炉|楼|线|公路|井|库|桥|厂|窑)")
_SOME_PLACES = re.compile(r"几个?(?:县|区|市|镇|乡|村|地方|小区)")
# A park's figure is not that of its county.
_PARKS = ("园区", "开发区", "产业园", "工业园", "集聚区", "集中区", "保税区")
_PARK = re.compile("|".join(_PARKS))
# Emission stages of vehicles: a rule for 国三 is none for 国四.
_STAGES = "一二三四五六"
STAGE = re.compile(f"国([{_STAGES}])(?![级类家条])")
# 在哪个广场 is answered where a square is spoken of.
_WHICH = re.compile(r"哪(?:几)?(?:个|家|所|座)(小区|街道|广场|公园|学校|医院|银行|社区)")
# 农膜回收率目标 asks for its value.
_RATE = re.compile(
    r"[一-鿿]{2,}(?:率|比例|比重|占比|浓度|总量)[^，,。?？]{0,10}(?:目标|指标)值?[。?？]?$"
)
_RATE_ASKED = re.compile(r"(?:率|比例|比重|占比)[^，,。?？]{0,10}(?:多少|几|百分之)")
# Years, dates and PM2.5 are digits but no figures.
_FIGURE = re.compile(r"[0-9]")
_RATIO = re.compile(r"[0-9](?:[%％‰]|个?百分点|成)|[0-9]\.[0-9]|[0-9][^，,。；]{0,4}/")
# A concentration or a total is no ratio.
_NO_RATIO = re.compile("浓度|总量")
_NO_FIGURE = re.compile(
    r"《[^《》]*》|[〔\[(][0-9]{4}[〕\])][0-9]+号|[0-9]{4}年|[0-9]+月|[0-9]+日(?!以?之?内)|(?i:pm)[0-9.]+"
)


def needs_of(question: Question, resources: Resources) -> list[Need]:
    """Return what one passage must carry: the refusal for lacking it, and the test."""
    say = resources.wording.say
    needs: list[Need] = []
    if question.years and question.asks("how_much") and not question.figures:
        lead = say("no_basis_year", year=question.years[0])
        ids = question.documents or tuple(resources.corpus.documents)
        other = all(resources.of_other_year(each, question.years) for each in ids)
        needs.append((lead, partial(_of_a_year, question.years, not other)))
    elsewhere = [
        place
        for place in question.places
        if not place.here and not under_city_rules(question, place, resources)
    ]
    if elsewhere:
        # 甲县和乙县哪个高: each may have a passage of its own.
        names = tuple(p.name if p.exact else bare_name(p.name) for p in elsewhere)
        lead = say("no_basis_place", place="、".join(place.name for place in elsewhere))
        # 西安-咸阳一体化 is no rule for 西安, but tells of a railway to it.
        speaks: Callable[[Sequence[str], str], bool] = (
            _names_place if question.asks("permission", "target") else _holds_any
        )
        needs.append((lead, partial(speaks, names)))
        things = [t for t in question.terms if not any(n in t.text or t.text in n for n in names)]
        if things and question.asks("when") and not question.asks("list", "compare"):
            # 云台市哪年达峰 is no question on a trial in 云台市.
            needs.append((lead, partial(_speaks_of_one, things)))
    for stage in STAGE.findall(question.text) if question.asks("permission", "when") else ():
        needs.append((say("no_basis_place", place=f"国{stage}"), partial(of_stage, stage)))
    for noun in _WHICH.findall(question.text):
        lead = say("no_basis_detail", detail=resources.cues.attributes["named_place"].label)
        needs.append((lead, partial(_holds_any, (noun,))))
    if question.asks("how_much", "target") and (park := _PARK.search(question.text)):
        needs.append((say("no_basis_place", place=park.group()), partial(_holds_any, _PARKS)))
    for number in _NUMBERED.findall(question.text):
        needs.append((say("no_basis_place", place=number), partial(_holds_any, (number,))))
    for asked in question.departments if set(question.attributes) & OF_A_BODY else ():
        forms = resources.corpus.departments.variants(asked)
        lead = say(
            "no_basis_detail", detail=resources.cues.attributes[question.attributes[0]].label
        )
        needs.append((lead, partial(_holds_any, tuple(forms))))
    for name in question.attributes:
        attribute = resources.cues.attributes[name]
        lead = say("no_basis_detail", detail=attribute.label)
        # A detail that is only named, without asking how much (限值要求谁执行), is carried by
        # its own word.
        named = attribute.asks.search(question.text)
        names_it = question.asks("responsibility", "measure", "yes_no", "permission")
        word = same_width(named.group()) if named and names_it else ""
        needs.append((lead, partial(_carries, attribute.carries, word)))
    for cue, pattern in resources.cues.measures:
        wanted = cue.search(question.text)
        if wanted and question.asks("permission") and _SOME_PLACES.search(wanted.group()):
            continue  # 北边几个县还能烧煤不 counts no counties
        if wanted and not (
            resources.cues.in_passing(question.text, wanted)
            or resources.cues.counts_places(question.text)
        ):
            lead = say("no_basis_quantity", measure=wanted.group())
            needs.append((lead, partial(_matches, pattern)))
    rate = _RATE.search(question.text)
    only_target = question.asks("target") and question.types <= {"target", "yes_no"}
    of_rate = rate and only_target and not question.figures
    figure = question.asks("how_much") or of_rate
    if figure and not question.asks("list", "compare", "when"):
        label = say("detail_figure")
        closely = bool(rate or _RATE_ASKED.search(question.text))
        words = resources.cues.words["qualitative"]
        ratio = closely and not (rate and _NO_RATIO.search(rate.group()))
        tells = partial(_says_how_much, words, question.terms, closely, ratio)
        needs.append((say("no_basis_detail", detail=label), tells))
    return [*needs, *_per_unit(question, resources)]


def _per_unit(question: Question, resources: Resources) -> list[Need]:
    """Return the need for a figure by the unit asked about (一亩补多少: 每亩, /亩)."""
    found: list[Need] = []
    for unit, forms in resources.cues.per_units.items():
        asked = re.search(
            rf"[每一]个?{unit}[^，。]{{0,10}}?(?:多少|几[^天年个]|怎么[补收算])", question.text
        )
        if asked:
            lead = resources.wording.say("no_basis_quantity", measure=asked.group())
            found.append((lead, partial(_matches, re.compile(rf"(?:每|/|／|均|按)个?(?:{forms})"))))
    return found


def under_city_rules(question: Question, place: Place, resources: Resources) -> bool:
    """Tell whether the rules of its city answer for a county that no document names.

    Figures and lists of the city are not the county's own.
    """
    asks_own = question.asks("how_much", "target", "list", "where", "when")
    # 甲县要降16%吧 claims the county's own rate; how many tons a firm uses is its own affair.
    claims_own = any(figure.unit in RATIOS for figure in question.figures)
    # 我在东张镇养小鸡 tells where somebody is and not whose rules are asked for.
    scene = re.search(
        rf"(?:我|俺|咱|人)(?:们|家)?(?:是|就?在|住在?)[^，,。?？]{{0,6}}{place.name}", question.text
    )
    if scene and not place.here and not question.asks("target", "list"):
        texts = resources.understanding.folded(question.documents)
        named = any(place.name in text for text in texts)
        return named or resources.understanding.under_city(place)
    if place.here or asks_own or claims_own or question.attributes:
        return False
    if resources.understanding.under_city(place):
        return True
    # A county that the city's document names is one of the city's.
    texts = resources.understanding.folded(question.documents) if question.documents else ()
    return any(place.name in text for text in texts) and question.asks("permission", "yes_no")


def holds_figure(text: str) -> bool:
    """Tell whether folded ``text`` gives a figure; years, dates and PM2.5 are none."""
    return _FIGURE.search(_NO_FIGURE.sub("", text)) is not None


def _says_how_much(
    qualitative: Sequence[str], terms: Sequence[Term], closely: bool, ratio: bool, text: str
) -> bool:
    """Tell whether a passage gives a figure or says in words how far the thing asked goes.

    The words (大幅提升) must stand in a stretch that speaks of it; of a rate that is asked for,
    in one that names it ``closely``.
    """

    def speaks(segment: str) -> bool:
        if closely:
            return named_share(terms, NAMED, (segment, 1.0)) >= SPEAKS_CLOSELY
        return coverage(terms, (segment, 1.0)) >= SPEAKS_OF

    # Where a ``ratio`` is asked for a number of villages says nothing.
    told = _RATIO.search(_NO_FIGURE.sub("", text)) is not None if ratio else holds_figure(text)
    return told or any(
        any(word in segment for word in qualitative) and speaks(segment)
        for segment in split_segments(text)
    )


def _of_a_year(wanted: Sequence[int], or_none: bool, text: str) -> bool:
    """Tell whether a passage is of one of the years asked about, or may be of no year at all."""
    held = normalise.years(text)
    return any(year in held for year in wanted) if held else or_none


def _carries(pattern: re.Pattern[str] | None, word: str, text: str) -> bool:
    return _matches(pattern, text) or (len(word) > 1 and word in text)


def of_stage(stage: str, text: str) -> bool:
    """Tell whether a passage speaks of vehicles of an emission stage (国三及以下 of 国二 too)."""
    below = re.search(r"国([一二三四五六])及以下", text)
    return f"国{stage}" in text or bool(
        below and _STAGES.index(stage) <= _STAGES.index(below.group(1))
    )


def _names_place(names: Sequence[str], text: str) -> bool:
    """Tell whether ``text`` speaks of a place itself and not of it with another (西安-咸阳)."""
    return any(
        re.search(rf"(?<![-—–－]){re.escape(same_width(name))}(?![-—–－])", text) for name in names
    )


def _speaks_of_one(things: Sequence[Term], text: str) -> bool:
    return any(match(term, text) >= PARTIAL_MATCH for term in things)


def _holds_any(forms: Sequence[str], text: str) -> bool:
    return any(same_width(form) in text for form in forms)


def _matches(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def carrying(question: Question, scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    """Return the passages that carry every named place and detail asked, if any do."""
    needs = needs_of(question, resources)
    if question.attributes and not question.asks("responsibility", "tasks"):
        # 市行政审批局 in a list of bodies says nothing of an approval.
        scored = [
            each for each in scored if not is_duty_list(each.passage, resources.corpus)
        ] or scored
    kept = [
        each
        for each in scored
        if all(
            carries(
                with_digits(same_width(told_above(each, question, resources) + each.passage.text))
            )
            for _, carries in needs
        )
    ]
    return kept or list(scored)


def told_above(each: Scored, question: Question, resources: Resources) -> str:
    """Return the heading of a passage's clause if it has a place or a year asked about, or ""."""
    heading = resources.corpus.clause(each.passage.document_id, each.passage.address).heading
    of_place = any(bare_name(place.name) in heading for place in question.places)
    of_year = any(f"{year}年" in heading for year in question.years)
    return heading if of_place or of_year else ""


def targets_carrying(
    question: Question, targets: Sequence[Target], resources: Resources
) -> list[Target]:
    """Return the targets whose own words carry every detail asked for (元 for 多少钱)."""
    patterns = [resources.cues.attributes[name].carries for name in question.attributes]
    kept: list[Target] = []
    for target in targets:
        text = resources.corpus.documents[target.document_id].text[target.start : target.end]
        # The row of a table holds no unit.
        words = f"{with_digits(same_width(text))} {target.value}{target.unit}"
        words += f"{target.year}年{'度' if target.head else ''}" if target.year else ""
        if all(pattern is None or pattern.search(words) for pattern in patterns):
            kept.append(target)
    # 改造多少公里，取暖率到多少: the detail is that of one of several figures.
    several = question.text.count("多少") > 1
    return list(targets) if several and kept else kept
