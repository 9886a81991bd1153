"""The README says what is true: its figures, its links, its commands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from evaluation.readme import BEGIN, END, LATEST, README, block, main, section
from policyqa.settings import ROOT

TEXT = README.read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_last_evaluation() -> None:
    results = json.loads(LATEST.read_text(encoding="utf-8"))
    assert section(TEXT) == block(results)


def test_every_linked_file_is_there() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"make ([a-z]+)", TEXT))
    assert {"run", "test"} <= named <= targets


def test_writing_the_section_keeps_the_rest(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    shutil.copy(README, readme)
    readme.write_text(
        readme.read_text(encoding="utf-8").replace(section(TEXT), "旧"), encoding="utf-8"
    )
    assert main(readme, LATEST) == 0
    assert readme.read_text(encoding="utf-8") == TEXT
    assert TEXT.count(BEGIN) == TEXT.count(END) == 1


def test_without_results_nothing_is_written(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    shutil.copy(README, readme)
    assert main(readme, tmp_path / "none.json") == 1
    assert readme.read_text(encoding="utf-8") == TEXT
