from datetime import date
from pathlib import Path

import pytest

from policyqa.documents.registry import load_documents, load_parents
from policyqa.errors import CorpusError
from policyqa.settings import ROOT

BODY = "某某市方案\n为做事，制定本方案。\n一、目标\n做事。\n"


def corpus(folder: Path, registry: str, **files: str) -> Path:
    (folder / "documents").mkdir()
    for name, text in files.items():
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "registry.toml").write_text(registry, encoding="utf-8")
    return folder


def test_the_shipped_registry_gives_the_plan_with_its_parents() -> None:
    (document,) = (d for d in load_documents(ROOT / "corpus") if d.id == "xianyang-2023-9")
    assert (document.number, document.issuer) == ("咸政发〔2023〕9号", "咸阳市人民政府")
    assert (document.issued, document.adopted) == (date(2023, 4, 25), date(2023, 3, 28))
    assert (document.adopted_by, document.level) == ("市政府第十九次常务会议", "municipal")
    assert document.short_title == "咸阳市方案"
    assert all(f"《{title}》" in document.text for title in document.parents)
    parents = load_parents(ROOT / "corpus")
    assert [parents[title].number for title in document.parents] == ["国发〔2021〕33号", ""]
    text = (ROOT / "corpus" / "documents" / "xianyang-2023-9.txt").read_text(encoding="utf-8")
    assert document.text == text


def test_the_text_says_the_same_as_the_registry(tmp_path: Path) -> None:
    (known,) = (d for d in load_documents(ROOT / "corpus") if d.id == "xianyang-2023-9")
    (tmp_path / "xianyang-2023-9.txt").write_text(known.text, encoding="utf-8")
    assert load_documents(tmp_path) == (known,)


def test_a_bare_folder_is_read_by_name_without_its_readme(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "README.md", "c.json"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    documents = load_documents(tmp_path)
    assert [document.id for document in documents] == ["a", "b"]


def test_documents_outside_the_registry_come_after_it(tmp_path: Path) -> None:
    folder = corpus(tmp_path, '[[document]]\nid = "z"\ntitle = "甲"\n', a=BODY, z=BODY)
    assert [(d.id, d.title) for d in load_documents(folder)] == [("z", "甲"), ("a", "某某市方案")]


def test_equal_short_titles_give_way_to_titles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某某市节水方案\n为节水，定此。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("某某市节电方案\n为节电，定此。\n", encoding="utf-8")
    assert [d.short_title for d in load_documents(tmp_path)] == ["某某市节水方案", "某某市节电方案"]


def test_gb18030_byte_order_mark_and_windows_breaks_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(BODY.encode("gb18030"))
    (tmp_path / "b.txt").write_bytes(BODY.replace("\n", "\r\n").encode("utf-8-sig"))
    assert [document.text for document in load_documents(tmp_path)] == [BODY, BODY]


@pytest.mark.parametrize(
    ("registry", "said"),
    [
        ('[[document]]\nid = "z"\ncolour = "red"\n', ["registry.toml", "z", "colour"]),
        ('[[document]]\ntitle = "z"\n', ["id"]),
        ('[[document]]\nid = "z"\nissued = "2023"\n', ["issued", "2023-04-25"]),
        ('[[document]]\nid = "z"\nlevel = "town"\n', ["level", "municipal"]),
        ('[[document]]\nid = "z"\nfile = "../z.txt"\n', ["file"]),
        ('[[document]]\nid = "z"\n[[document.parents]]\nname = "甲"\n', ["parents", "title"]),
        ('[[document]]\nid = "missing"\n', ["missing.txt"]),
        ('[[document]]\nid = "z"\n[[document]]\nid = "z"\n', ["z"]),
        ("[[document]\n", ["registry.toml", "TOML"]),
        ("other = 1\n", ["other"]),
    ],
)
def test_a_wrong_registry_is_refused_in_one_sentence(
    tmp_path: Path, registry: str, said: list[str]
) -> None:
    folder = corpus(tmp_path, registry, z=BODY)
    with pytest.raises(CorpusError) as caught:
        load_documents(folder)
    message = str(caught.value)
    assert all(word in message for word in said), message
    assert message.count("。") == 1
    assert message.endswith("。")


def test_missing_empty_and_unreadable_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到文件夹"):
        load_documents(tmp_path / "none")
    with pytest.raises(CorpusError, match=r"没有 \.txt"):
        load_documents(tmp_path)
    (tmp_path / "a.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(CorpusError, match="是空的"):
        load_documents(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xff\xff\xff")
    with pytest.raises(CorpusError, match="编码"):
        load_documents(tmp_path)
