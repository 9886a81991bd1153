"""Put the figures of the last evaluation into README.md: ``python -m evaluation.readme``.

A test compares the README with ``results/latest.json``, so that the two cannot drift apart.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from policyqa.settings import ROOT

README = ROOT / "README.md"
LATEST = ROOT / "evaluation" / "results" / "latest.json"
BEGIN, END = "<!-- evaluation:begin -->", "<!-- evaluation:end -->"
_PERCENT = (
    ("300 字内正确", "correct_short"),
    ("正确（不限长）", "correct"),
    ("条款召回率", "clause_recall"),
    ("条款精确率", "clause_precision"),
    ("依据召回率", "evidence_recall"),
    ("拒答召回率", "refusal_recall"),
    ("误拒率", "false_refusals"),
    ("引文逐字率", "verbatim"),
    ("数字有出处", "numbers_grounded"),
    ("部门有出处", "bodies_grounded"),
)


def block(results: dict[str, Any]) -> str:
    """Return the README's evaluation section: the test part, every system beside the others."""
    systems = results["systems"]
    test = {name: system["splits"]["test"] for name, system in systems.items()}
    first = next(iter(test.values()))
    low, high = first["correct_short_interval"]
    lines = [
        f"测试部分 {first['questions']} 题（其中 {first['answerable']} 题有依据），调整规则时不看；"
        f"300 字内正确率的 95% 置信区间为 {low:.1%}–{high:.1%}。两个对照从不拒答。",
        "",
        "| 指标 | " + " | ".join(test) + " |",
        "|---" * (len(test) + 1) + "|",
    ]
    for label, key in _PERCENT:
        cells = ("—" if split[key] is None else f"{split[key]:.1%}" for split in test.values())
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines.append(
        "| 用时中位数（毫秒） | "
        + " | ".join(f"{split['latency_p50'] * 1000:.1f}" for split in test.values())
        + " |"
    )
    return "\n".join(lines)


def section(text: str) -> str:
    """Return what stands between the two marks of a README.

    :raises ValueError: a mark is missing.
    """
    return text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip()


def main(readme: Path = README, latest: Path = LATEST) -> int:
    """Rewrite the section from the saved figures; return the exit status."""
    if not latest.exists():
        print("还没有评测结果，请先运行 python -m evaluation。", file=sys.stderr)
        return 1
    text = readme.read_text(encoding="utf-8")
    new = block(json.loads(latest.read_text(encoding="utf-8")))
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    temporary = readme.with_name(readme.name + ".tmp")
    temporary.write_text(f"{head}{BEGIN}\n{new}\n{END}{tail}", encoding="utf-8")
    temporary.replace(readme)
    return 0


if __name__ == "__main__":
    sys.exit(main())
