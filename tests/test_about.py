"""What 关于 says of documents, years and figures."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fake_engine import real_corpus

from policyqa.interface.about_view import render_about
from policyqa.interface.figures import Figures, load_figures
from policyqa.interface.periods import plan_period

TODAY = date(2024, 1, 1)
SCORES: dict[str, Any] = {
    "questions": 250, "correct": 0.912, "clause_precision": 0.9, "clause_recall": 0.95,
    "refusal_recall": 1.0, "false_refusals": 0.02, "verbatim": None, "latency_p50": 0.0042,
}  # fmt: skip


def written(folder: Path, content: object) -> Path:
    path = folder / "latest.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("咸阳市“十四五”节能减排综合工作方案", (2021, 2025)),
        ("“十五五”规划纲要", (2026, 2030)),
        ("“十五”计划", (2001, 2005)),
        ("“九五”计划", (1996, 2000)),
        ("美丽河湖行动方案（2023—2027年）", (2023, 2027)),
        ("三年行动计划（2024-2026年）", (2024, 2026)),
        ("关于加强十四中学管理的通知", None),
        ("“一五”计划", None),
    ],
)
def test_the_years_of_a_plan_are_read_off_its_title(
    title: str, years: tuple[int, int] | None
) -> None:
    assert plan_period(title) == years


def test_documents_are_named_with_number_date_and_years() -> None:
    page = render_about(real_corpus(), None, TODAY)
    for words in ("咸政发〔2023〕9号", "2023年4月25日", "2021—2025年", "不是政府服务", "法律意见"):
        assert words in page
    assert "现已届满" not in page
    assert "现已届满" in render_about(real_corpus(), None, date(2026, 1, 1))


def test_figures_come_from_the_last_evaluation(tmp_path: Path) -> None:
    config = {"time": "2026-11-22T10:00:00+00:00", "commit": "abcdef123456", "corpus": "d"}
    systems = {"本系统": {"overall": SCORES}, "基线": {"overall": {}}}
    figures = load_figures(written(tmp_path, {"config": config, "systems": systems}))
    assert figures is not None
    assert ("正确", "91.2%") in {row[:2] for row in figures.rows}
    assert "引文逐字率" not in {row[0] for row in figures.rows}
    page = render_about(real_corpus(), figures, TODAY)
    assert "250 道题" in page
    assert "4 毫秒" in page
    assert "文件库有改动" in page
    same = Figures("", "", real_corpus().digest, 1, ())
    assert "文件库有改动" not in render_about(real_corpus(), same, TODAY)


@pytest.mark.parametrize("content", [[], {}, {"systems": {}}, {"systems": {"a": {"overall": {}}}}])
def test_a_file_that_is_no_result_counts_as_none(tmp_path: Path, content: object) -> None:
    assert load_figures(written(tmp_path, content)) is None
    assert load_figures(tmp_path / "missing.json") is None
    assert "还没有评测成绩" in render_about(real_corpus(), None, TODAY)
