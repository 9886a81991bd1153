"""Gold files, the runner, the baselines and the report, on a small corpus and a stub engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation import __main__ as command
from evaluation.baselines import bm25, langchain_recipe
from evaluation.evidence import locate, unsupported_figures
from evaluation.gold import gold_files, load_gold, question_from
from evaluation.records import KINDS, response_from
from evaluation.report import KIND_NAMES, grids
from evaluation.runner import generate, load_answers, load_config, save_answers
from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.errors import InputError
from policyqa.records import Answer, Citation
from policyqa.settings import Settings

PLAN = """某市节能方案

一、总体要求

坚持节约优先。

二、主要任务

（一）治理秸秆

到2025年，秸秆综合利用率达到97%。（市农业农村局、市生态环境局负责）

（二）绿色出行

新增公交车中新能源汽车不少于90%。（市交通运输局负责）
"""
GOLD: list[dict[str, Any]] = [
    {
        "id": "a1",
        "split": "dev",
        "turns": ["秸秆综合利用率要达到多少？"],
        "kind": "target",
        "answerable": True,
        "clauses": ["二（一）"],
        "evidence": [{"clause": "二（一）", "quote": "秸秆综合利用率达到97%"}],
        "must": [["97%"]],
        "must_not": [],
        "note": "",
    },
    {
        "id": "a2",
        "split": "test",
        "turns": ["新能源公交车比例多少？"],
        "kind": "target",
        "answerable": True,
        "clauses": ["二（二）"],
        "evidence": ["不少于90%"],
        "must": [["90%"]],
        "must_not": ["97%"],
        "note": "",
    },
    {
        "id": "a3",
        "split": "dev",
        "turns": ["烧秸秆罚多少钱？"],
        "kind": "out_of_scope",
        "answerable": False,
        "clauses": [],
        "evidence": [],
        "must": [],
        "must_not": [],
        "note": "没写罚款",
    },
]


class StubEngine:
    """Knows two answers, refuses 罚, and breaks on 坏."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def ask(self, turns: Sequence[str]) -> Answer:
        question = turns[-1]
        if "坏" in question:
            raise RuntimeError("broken")
        if "罚" in question:
            return Answer(question, "no_basis", "方案没有写罚款。")
        quote = "秸秆综合利用率达到97%" if "秸秆" in question else "不少于90%"
        address = "二（一）" if "秸秆" in question else "二（二）"
        document = next(iter(self.corpus.documents.values()))
        start = document.text.index(quote)
        cited = Citation(
            1, document.id, document.title, address, "", quote, start, start + len(quote)
        )
        return Answer(question, "answered", f"{quote}。[1]", (cited,))


class StubEncoder:
    """Counts characters: enough to find the passage that shares most with the question."""

    name = "stub"
    dimension = 4096

    def encode_documents(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> np.ndarray:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for character in text:
            vector[ord(character) % self.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus")
    (path / "plan.txt").write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return load_corpus(folder)


def write_gold(path: Path, items: Sequence[object]) -> Path:
    lines = [item if isinstance(item, str) else json.dumps(item) for item in items]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold.jsonl", GOLD)


# Gold files


def test_a_good_file_loads(gold: Path, corpus: Corpus) -> None:
    questions = locate(load_gold([gold]), corpus)
    assert [question.id for question in questions] == ["a1", "a2", "a3"]
    assert questions[1].document == "plan"
    evidence = questions[1].evidence[0]
    assert evidence.clause == "二（二）"
    assert corpus.documents["plan"].text[evidence.start : evidence.end] == "不少于90%"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"split": "train"}, "split 应是 dev 或 test"),
        ({"kind": "riddle"}, "kind 不认识"),
        ({"answerable": "yes"}, "answerable 应是"),
        ({"turns": []}, "turns 不能为空"),
        ({"turns": "问"}, "turns 应是字符串列表"),
        ({"clauses": []}, "clauses 不能为空"),
        ({"clauses": ["二（一）", "二（一）"]}, "重复的条款"),
        ({"evidence": [{"clause": "九", "quote": "x"}]}, "不在 clauses 里"),
        ({"evidence": [{"clause": "二（一）"}]}, "evidence 的每一项"),
        ({"must": [[]]}, "至少要有一个说法"),
        ({"must": ["97%"]}, "must 的每一组"),
        ({"must_not": ["7%"]}, "含有 must_not 的内容"),
        ({"answerable": False}, "应为空"),
        ({"id": ""}, "id 应是非空字符串"),
        ({"extra": 1}, "不认识的字段 extra"),
    ],
)
def test_bad_fields_are_named_with_file_and_line(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    path = write_gold(tmp_path / "bad.jsonl", [GOLD[2], {**GOLD[0], **changes}])
    with pytest.raises(InputError, match=r"bad\.jsonl 第 2 行") as caught:
        load_gold([path])
    assert said in str(caught.value)


def test_all_bad_lines_are_reported(tmp_path: Path) -> None:
    lacking = {name: value for name, value in GOLD[0].items() if name != "must"}
    path = write_gold(tmp_path / "bad.jsonl", ["{", GOLD[0], GOLD[0], "[]", lacking])
    with pytest.raises(InputError) as caught:
        load_gold([path])
    first, second, third, fourth = str(caught.value).split("\n")
    assert "第 1 行：不是完整的 JSON" in first
    assert "第 3 行：编号 a1 与 bad.jsonl 第 2 行 重复" in second
    assert "第 4 行：应是一个 JSON 对象" in third
    assert "第 5 行：缺少字段 must" in fourth


def test_missing_and_empty_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="打不开"):
        load_gold([tmp_path / "none.jsonl"])
    with pytest.raises(InputError, match="没有题目文件"):
        gold_files(tmp_path)
    with pytest.raises(InputError, match="没有题目"):
        load_gold([write_gold(tmp_path / "empty.jsonl", [])])
    (tmp_path / "gbk.jsonl").write_bytes("秸秆".encode("gbk"))
    with pytest.raises(InputError, match="UTF-8"):
        load_gold([tmp_path / "gbk.jsonl"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": [{"clause": "二（一）", "quote": "达到98%"}]}, "没有原文“达到98%”"),
        ({"evidence": [{"clause": "二（一）", "quote": "不少于90%"}]}, "没有原文"),
        ({"clauses": ["二（一）", "九"]}, "没有条款 九"),
        ({"clauses": ["二（一）", "二（二）"]}, "条款 二（二） 没有 evidence"),
        ({"document": "other"}, "文件 other 不在文件库里"),
    ],
)
def test_evidence_must_stand_in_its_clause(
    corpus: Corpus, changes: dict[str, object], said: str
) -> None:
    question = question_from({**GOLD[0], **changes}, "gold.jsonl 第 1 行")
    with pytest.raises(InputError, match=r"^gold\.jsonl 第 1 行") as caught:
        locate([question], corpus)
    assert said in str(caught.value)


def test_a_heading_is_evidence_of_its_own_clauses_only(corpus: Corpus) -> None:
    def located(quote: str) -> int:
        changes = {"evidence": [{"clause": "二（一）", "quote": quote}]}
        return locate([question_from({**GOLD[0], **changes})], corpus)[0].evidence[0].start

    assert located("治理秸秆") == PLAN.index("治理秸秆")
    assert located("主要任务") == PLAN.index("主要任务")
    with pytest.raises(InputError, match="没有原文"):
        located("绿色出行")


def test_unsupported_figures(corpus: Corpus) -> None:
    texts = [corpus.documents["plan"].text]
    wrong = question_from({**GOLD[0], "must": [["百分之九十七", "97%"], ["98%"], ["共4条"]]})
    assert unsupported_figures(wrong, texts) == ("98%",)


# Answers


def test_a_question_that_breaks_the_system_is_an_error_and_the_run_goes_on() -> None:
    questions = [question_from({**GOLD[0], "turns": ["坏"]}), question_from(GOLD[2])]

    def ask(turns: Sequence[str]) -> dict[str, Any]:
        if turns[-1] == "坏":
            raise RuntimeError("broken")
        return {"status": "no_basis", "answer": "没有", "citations": []}

    records = generate(ask, questions, "stub", progress=False)
    assert [record["status"] for record in records] == ["error", "no_basis"]
    assert records[0]["answer"] == "RuntimeError: broken"
    assert all(record["seconds"] >= 0 for record in records)


def test_saved_answers_come_back_in_the_order_of_the_questions(tmp_path: Path) -> None:
    questions = [question_from(GOLD[0]), question_from(GOLD[2])]
    record = {"status": "no_basis", "answer": "没有", "citations": [], "seconds": 0.5}
    path = tmp_path / "answers.jsonl"
    save_answers(path, [{"id": name, **record} for name in ("a3", "zz", "a1")])
    assert [found.id for found in load_answers(path, questions)] == ["a1", "a3"]
    assert [item.name for item in tmp_path.iterdir()] == ["answers.jsonl"]
    with pytest.raises(InputError, match="缺少 1 道题的答案：a2"):
        load_answers(path, [question_from(GOLD[1])])
    path.write_text('{"id": "a1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="第 1 行不是批量问答的答案格式"):
        load_answers(path, questions)
    with pytest.raises(InputError, match="打不开"):
        load_answers(tmp_path / "none.jsonl", questions)


def test_a_damaged_config_is_refused(tmp_path: Path) -> None:
    assert load_config(tmp_path) is None
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"config\.json 已损坏"):
        load_config(tmp_path)


# Baselines


@pytest.mark.parametrize("name", ["bm25", "langchain"])
def test_baselines_answer_in_the_batch_format_with_verbatim_quotes(
    corpus: Corpus, name: str
) -> None:
    ask = bm25(corpus) if name == "bm25" else langchain_recipe(corpus, StubEncoder())
    record = ask(["新能源公交车比例多少？"])
    found = response_from({"id": "a2", "seconds": 0.0, **record})
    assert found.status == "answered"
    assert len(found.text) <= 300
    (cited,) = found.citations
    text = corpus.documents["plan"].text
    assert text[cited.start : cited.end] == cited.quote == found.text
    clause = corpus.clause("plan", cited.clause)
    assert cited.start < clause.end
    if name == "bm25":
        assert cited.clause == "二（二）"


def test_langchain_recipe_cites_the_clause_that_the_passage_starts_in(tmp_path: Path) -> None:
    long = PLAN.replace("坚持节约优先。", "坚持节约优先。" * 60)
    (tmp_path / "long.txt").write_text(long, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    record = langchain_recipe(corpus, StubEncoder())(["节约优先"])
    assert record["citations"][0]["clause"] == "一"
    assert len(record["passages"]) > 1


def test_baselines_answer_a_question_without_a_known_word(corpus: Corpus) -> None:
    for ask in (bm25(corpus), langchain_recipe(corpus, StubEncoder())):
        assert ask([""])["status"] == "answered"  # all of it a zero vector


# The command


def run(gold: Path, folder: Path, output: Path, *more: str) -> dict[str, Any]:
    options = command.read_options(
        ["--gold", str(gold), "--output", str(output), "--no-baselines", *more]
    )
    settings = Settings(corpus=folder)
    command.evaluate(options, settings, lambda given: StubEngine(load_corpus(given.corpus)))
    report: dict[str, Any] = json.loads((output / "latest.json").read_text(encoding="utf-8"))
    return report


def test_the_whole_run_writes_what_it_promises(gold: Path, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    report = run(gold, folder, output)
    scores = report["systems"]["本系统"]["overall"]
    assert (scores["correct_short"], scores["refusal_recall"], scores["verbatim"]) == (1, 1, 1)
    assert set(report["systems"]["本系统"]["kinds"]) == {"target", "out_of_scope"}
    assert {item.name for item in output.iterdir()} == {
        "answers-policyqa.jsonl",
        "config.json",
        "failures-dev.md",
        "latest.json",
        "latest.md",
    }
    config = json.loads((output / "config.json").read_text(encoding="utf-8"))
    assert config["corpus"] and config["gold"]["gold.jsonl"] and config["libraries"]["numpy"]
    assert str(tmp_path) not in (output / "latest.md").read_text(encoding="utf-8")
    assert str(tmp_path) not in (output / "latest.json").read_text(encoding="utf-8")


def test_saved_answers_give_the_same_scores_without_an_engine(
    gold: Path, folder: Path, tmp_path: Path
) -> None:
    first = run(gold, folder, tmp_path / "one")
    saved = tmp_path / "one" / "answers-policyqa.jsonl"
    options = command.read_options(
        ["--gold", str(gold), "--output", str(tmp_path / "two"), "--answers", str(saved)]
    )

    def no_engine(_: Settings) -> StubEngine:
        raise AssertionError("the engine was opened")

    command.evaluate(options, Settings(corpus=folder), no_engine)
    second = json.loads((tmp_path / "two" / "latest.json").read_text(encoding="utf-8"))
    assert second["systems"]["answers-policyqa"] == first["systems"]["本系统"]
    assert second["config"]["answers"]["answers-policyqa.jsonl"]["corpus"]


def test_failures_of_the_test_part_stay_unread(gold: Path, folder: Path, tmp_path: Path) -> None:
    broken = [{**item, "must": [["没有的话"]] if item["must"] else []} for item in GOLD]
    write_gold(gold, broken)
    output = tmp_path / "out"
    run(gold, folder, output)
    listed = (output / "failures-dev.md").read_text(encoding="utf-8")
    assert "a1" in listed and "缺要点：没有的话" in listed
    assert "a2" not in listed
    run(gold, folder, output, "--split", "test")
    assert not (output / "failures-test.md").exists()
    run(gold, folder, output, "--split", "test", "--show-failures")
    assert "a2" in (output / "failures-test.md").read_text(encoding="utf-8")


def test_split_limits_the_questions(gold: Path, folder: Path, tmp_path: Path) -> None:
    report = run(gold, folder, tmp_path / "out", "--split", "test")
    assert report["systems"]["本系统"]["overall"]["questions"] == 1
    assert report["config"]["splits"] == ["test"]


def test_a_split_without_questions_is_one_sentence(
    gold: Path, folder: Path, tmp_path: Path
) -> None:
    write_gold(gold, [GOLD[0]])
    with pytest.raises(InputError, match="没有 test 部分的题"):
        run(gold, folder, tmp_path / "out", "--split", "test")


def test_exit_status(
    gold: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "open_engine", lambda given: StubEngine(load_corpus(given.corpus)))
    arguments = ["--corpus", str(folder), "--output", str(tmp_path / "out"), "--no-baselines"]
    assert command.main([*arguments, "--gold", str(gold)]) == 0
    assert "300 字内正确" in capsys.readouterr().out
    write_gold(gold, [{**GOLD[0], "turns": ["坏"]}])
    assert command.main([*arguments, "--gold", str(gold)]) == 1
    assert command.main([*arguments, "--gold", str(tmp_path / "none.jsonl")]) == 2
    assert "打不开" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        command.main(["--split", "train"])
    assert left.value.code == 2


def test_several_gold_files_may_follow_one_option() -> None:
    options = command.read_options(["--gold", "a", "b", "--gold", "c"])
    assert options.gold == (Path("a"), Path("b"), Path("c"))


def test_an_encoder_folder_is_named_without_its_place() -> None:
    assert command.encoder_name(Settings()) == "index/encoder"
    assert command.encoder_name(Settings(encoder="BAAI/bge-small-zh-v1.5")).startswith("BAAI/")
    assert command.encoder_name(Settings(encoder="/models/mine")) == "mine"


def test_a_report_of_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no system"):
        grids({})


def test_every_kind_has_a_chinese_name() -> None:
    assert tuple(KIND_NAMES) == KINDS
