"""An engine with fixed answers over the real plan, for fast interface tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.errors import InputError
from policyqa.records import Answer, Citation
from policyqa.settings import ROOT

PLAN_ID = "xianyang-2023-9"


@lru_cache(maxsize=1)
def real_corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


def cite(n: int, address: str, quote: str) -> Citation:
    """Cite real words of the plan, with their real offsets."""
    document = real_corpus().documents[PLAN_ID]
    clause = real_corpus().clause(PLAN_ID, address)
    start = document.text.index(quote, clause.start, clause.end)
    end = start + len(quote)
    return Citation(n, document.id, document.title, address, clause.heading, quote, start, end)


class FakeEngine:
    """Answers by a keyword; remembers what it was asked."""

    def __init__(self) -> None:
        self.corpus = real_corpus()
        self.asked: list[tuple[str, ...]] = []

    def ask(self, turns: Sequence[str]) -> Answer:
        self.asked.append(tuple(turns))
        question = turns[-1]
        if not question:
            return Answer(question, "rejected", "请输入问题。")
        if "坏" in question:
            raise InputError("问题不能读取，请改写后重试。")
        if "炸" in question:
            raise RuntimeError("internal detail")
        straw = cite(
            1,
            "三（五）",
            "持续推进秸秆禁烧，全面实施秸秆综合利用，推进秸秆饲料化、有机肥替代化肥等项目建设，"
            "鼓励秸秆、废弃果树枝混合生产生物质颗粒燃料项目。",
        )
        air = cite(
            2,
            "三（七）",
            "深入开展柴油货车、锅炉炉窑、挥发性有机物（VOCs）、秸秆禁烧和扬尘专项治理",
        )
        if "罚" in question:
            return Answer(
                question, "no_basis", "文件没有规定罚款数额，以下条款不是答案。", nearest=(straw,)
            )
        status = "corrected" if "允许" in question else "answered"
        text = (
            "秸秆禁烧写在两条里，由市农业农村局等按职责分工负责 [1] [2]。\n"
            "[1] 咸阳市方案 三（五）农业农村节能减排工程：“持续推进秸秆禁烧，全面实施秸秆综合利用……"
            "鼓励秸秆、废弃果树枝混合生产生物质颗粒燃料项目。”\n"
            "[2] 咸阳市方案 三（七）重点区域污染物减排工程：“秸秆禁烧和扬尘专项治理”"
        )
        resolved = "谁负责秸秆禁烧？" if len(turns) > 1 else ""
        return Answer(question, status, text, citations=(straw, air), resolved=resolved)  # type: ignore[arg-type]
