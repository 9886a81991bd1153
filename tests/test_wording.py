"""The sentences of answers: a good file loads, every use in the code fits, a bad one is refused."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from policyqa.answering.wording import Wording, load_wording
from policyqa.errors import CorpusError
from policyqa.settings import ROOT

SHIPPED = next(ROOT.glob("[cp]*/answers.toml"))
SOURCES = sorted((ROOT / "policyqa").rglob("*.py"))
GOOD = '[templates]\nhello = "{name}好"\n[[modal]]\nclass = "forbid"\nwords = ["严禁"]\n'


@pytest.fixture(scope="module")
def wording() -> Wording:
    return load_wording(SHIPPED)


def fields_of(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


def calls() -> Iterator[tuple[str, set[str] | None, str]]:
    """Yield (template, given names or None where they cannot be read, place) of each say()."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "say" and node.args and isinstance(node.args[0], ast.Constant):
                given = {each.arg for each in node.keywords}
                known = None if None in given else {str(each) for each in given}
                yield str(node.args[0].value), known, f"{path.name}:{node.lineno}"


def test_every_sentence_the_code_says_is_there_and_filled(wording: Wording) -> None:
    found = list(calls())
    assert len(found) > 30
    for name, given, place in found:
        assert name in wording.templates, place
        if given is not None:
            assert fields_of(wording.templates[name]) <= given, f"{place} {name}"


def test_no_sentence_is_left_over(wording: Wording) -> None:
    strings, beginnings = set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
    prefixes = tuple(each for each in beginnings if each.endswith("_"))
    unused = [n for n in wording.templates if n not in strings and not n.startswith(prefixes)]
    assert unused == []


def test_sentences_are_chinese(wording: Wording) -> None:
    for name, template in wording.templates.items():
        assert not any(c.isascii() and c.isalpha() for c in template.format_map(Blank())), name


class Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def test_a_missing_value_is_a_programming_error(wording: Wording) -> None:
    with pytest.raises(KeyError):
        wording.say("no_basis_year")
    with pytest.raises(KeyError):
        wording.say("no such sentence")


def test_modal_words_by_class(wording: Wording) -> None:
    assert wording.modal("严禁新增水泥熟料产能") == ("forbid", "严禁")
    assert wording.modal("鼓励企业") == ("encourage", "鼓励")
    assert wording.modal("可采用洁净煤") == ("allow", "可采用")
    assert wording.modal("天气很好") is None
    found = wording.modal("鼓励发展，严禁新增")
    assert found is not None
    assert found[0] == "forbid", "the strongest class wins, not the first word"


def test_a_good_file_loads(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_wording(path).say("hello", name="你") == "你好"


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("{name}", "{name"),
        GOOD.replace("{name}", "name}"),
        GOOD.replace("{name}", "{}"),
        GOOD.replace("{name}", "{0}"),
        GOOD.replace("{name}", "{name.upper}"),
        GOOD.replace("[templates]", "[template]"),
        GOOD.replace("class", "kind"),
        GOOD.replace("[[modal]]", "[modal"),
        "templates = 3\n",
        "",
    ],
)
def test_a_bad_file_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"answers\.toml"):
        load_wording(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"answers\.toml"):
        load_wording(tmp_path / "answers.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CorpusError):
        load_wording(path)
