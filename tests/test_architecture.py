"""The rooms of the package import one way, and heavy libraries stay out of the way."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from policyqa.settings import ROOT

# A module may import rooms of a lower number and its own room.
LEVELS = {
    "policyqa": 0,
    "policyqa.records": 1,
    "policyqa.errors": 1,
    "policyqa.settings": 1,
    "policyqa.text": 2,
    "policyqa.documents": 3,
    "policyqa.retrieval": 4,
    "policyqa.answering": 5,
    "policyqa.batch": 6,
    "policyqa.interface": 7,
    "policyqa.__main__": 8,
    "evaluation": 8,
    "app": 8,
}
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "langchain", "langchain_core")
FILES = sorted([*ROOT.glob("policyqa/**/*.py"), *ROOT.glob("evaluation/**/*.py"), ROOT / "app.py"])


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """Return the longest known prefix of a dotted name; a new module needs a place above."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in LEVELS and (name != "policyqa" or len(parts) == 1):
            return name
    raise AssertionError(f"{module} has no place in the layout")


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for name in node.names:
                dotted = f"{node.module}.{name.name}"
                yield dotted if dotted in LEVELS else str(node.module)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_go_one_way(path: Path) -> None:
    own = room(module_name(path))
    for name in imports(path):
        if name.split(".")[0] in ("policyqa", "evaluation", "app"):
            other = room(name)
            assert other == own or LEVELS[other] <= LEVELS[own], f"{own} imports {name}"
            assert LEVELS[other] < 8 or other == own, f"{own} imports {name}"


def test_metrics_import_nothing_of_the_package() -> None:
    names = set(imports(ROOT / "evaluation" / "metrics.py"))
    assert not [name for name in names if name.startswith("policyqa")]


def test_only_text_segments() -> None:
    users = [path.name for path in FILES if any(n.split(".")[0] == "jieba" for n in imports(path))]
    assert users == ["text.py"]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("policyqa/**/*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320


def loaded_by(code: str) -> set[str]:
    """Return the heavy libraries that a fresh Python has loaded after ``code``."""
    report = f"\nimport json, sys; print(json.dumps([n for n in {HEAVY!r} if n in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code + report],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_heavy_libraries_are_seen() -> None:
    assert loaded_by("import langchain_core") == {"langchain_core"}


def test_no_module_of_the_package_loads_a_heavy_library() -> None:
    """Those that may: the page, the vector store for LangChain, and training."""
    excused = ("policyqa.interface", "policyqa.retrieval.train")
    names = [
        name
        for path in FILES
        if (name := module_name(path)).startswith("policyqa")
        and not name.startswith(excused)
        and "from langchain" not in path.read_text(encoding="utf-8")
    ]
    assert len(names) > 40
    assert loaded_by(f"import importlib\nfor n in {names!r}: importlib.import_module(n)") == set()


def test_asking_loads_no_heavy_library(engine: object, index_folder: Path) -> None:
    code = (
        "import pathlib\n"
        "from policyqa.answering.engine import Engine\n"
        "from policyqa.settings import load_settings\n"
        f"engine = Engine.open(load_settings(index=pathlib.Path({str(index_folder)!r})))\n"
        "assert engine.ask(['谁负责秸秆禁烧？']).citations\n"
    )
    assert loaded_by(code) == set()
