"""How long one question takes from a cold start: ``python benchmarks/cold_start.py``.

Runs ``python -m policyqa ask`` in a new process, over and over, and beside it the plain recipe
that most tutorials give: import sentence-transformers, load the same bundled model folder and
encode one question. Wall-clock seconds on this machine, and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "谁负责秸秆禁烧？"
ASK = ("-m", "policyqa", "ask", QUESTION)
PLAIN = (
    "-c",
    "from sentence_transformers import SentenceTransformer as S;"
    f"S({str(ROOT / 'index' / 'encoder')!r}).encode([{QUESTION!r}])",
)


def seconds(arguments: Sequence[str]) -> float:
    """Return the wall-clock time of one run of Python with ``arguments``.

    :raises subprocess.CalledProcessError: the run failed.
    """
    begin = time.perf_counter()
    subprocess.run((sys.executable, *arguments), cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> int:
    """Measure both, print the figures, return the exit status."""
    parser = argparse.ArgumentParser(description="从冷启动到答案的用时")
    parser.add_argument("--runs", type=int, default=7, help="各跑几次")
    runs = parser.parse_args().runs
    seconds(ASK)  # the first run may build the index and warm the disk cache
    ours, plain = [], []
    for _ in tqdm(range(runs), unit="次"):
        ours.append(seconds(ASK))
        plain.append(seconds(PLAIN))
    print(f"policyqa ask：中位数 {statistics.median(ours):.2f} 秒，最慢 {max(ours):.2f} 秒")
    print(f"sentence-transformers 载入并编码：中位数 {statistics.median(plain):.2f} 秒")
    print(f"比值：{statistics.median(ours) / statistics.median(plain):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
