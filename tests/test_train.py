"""The training of the bundled encoder, from pairs to a folder that loads."""

from __future__ import annotations

import json
import lzma
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from policyqa.documents.lexicon import Entry, Lexicon  # noqa: E402
from policyqa.errors import InputError  # noqa: E402
from policyqa.retrieval.encoder import StaticEncoder, load_encoder, segmented  # noqa: E402
from policyqa.retrieval.train import TRAINING, main  # noqa: E402
from policyqa.retrieval.train_card import ReplacedFolder  # noqa: E402
from policyqa.retrieval.train_evaluate import evaluate  # noqa: E402
from policyqa.retrieval.train_loop import info_nce, new_vectors  # noqa: E402
from policyqa.retrieval.train_origin import KeptStage  # noqa: E402
from policyqa.retrieval.train_pairs import (  # noqa: E402
    Article,
    Block,
    Question,
    block_pairs,
    law_blocks,
    report_blocks,
    split_questions,
)
from policyqa.retrieval.train_vocabulary import TokenTable, Vocabulary, count_tokens  # noqa: E402
from policyqa.retrieval.train_written import (  # noqa: E402
    Written,
    lexicon_pairs,
    load_written,
    ranking_task,
    split_written,
    written_files,
)


def test_info_nce_on_paper() -> None:
    rows = torch.eye(2)
    # Scores [[1, 0], [0, 1]]: each row's loss is log(1 + exp(-1)).
    loss = info_nce(rows, rows, torch.tensor([0, 1]), scale=1.0)
    assert loss.item() == pytest.approx(math.log(1 + math.exp(-1)), abs=1e-6)


def test_info_nce_takes_no_negative_from_the_same_group() -> None:
    rows = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert info_nce(rows, rows, torch.tensor([5, 5]), scale=20.0).item() == pytest.approx(0.0)
    assert info_nce(rows, rows, torch.tensor([5, 6]), scale=20.0).item() == pytest.approx(
        math.log(2), abs=1e-6
    )


def test_new_vectors_are_seeded_and_leave_the_unknown_token_at_zero() -> None:
    first, second = new_vectors(50, 8, seed=3), new_vectors(50, 8, seed=3)
    assert torch.equal(first.weight, second.weight)
    assert not torch.equal(first.weight, new_vectors(50, 8, seed=4).weight)
    assert not first.weight[0].any()
    assert first.weight[1:].any()


def test_split_keeps_questions_of_one_article_together() -> None:
    questions = [Question(str(n), (n, n + 1) if n % 5 else (n,)) for n in range(100)]
    train, held_out = split_questions(questions, 0.2, seed=1)
    assert sorted(q.text for q in train + held_out) == sorted(q.text for q in questions)
    assert 10 <= len(held_out) <= 20
    assert not {g for q in train for g in q.gold} & {g for q in held_out for g in q.gold}


def test_pairs_of_a_block() -> None:
    block = Block(
        "秸秆禁烧", ("全面禁止露天焚烧农作物秸秆，推进综合利用。", "落实网格化监管责任。")
    )
    pairs = list(block_pairs([block], seed=1))
    assert ("秸秆禁烧", "".join(block.sentences)) in [pair[:2] for pair in pairs]
    assert block.sentences in [pair[:2] for pair in pairs]
    clozes = pairs[2:]
    assert clozes
    for pair in clozes:
        assert pair.query in "".join(block.sentences)
        assert pair.query not in pair.document


def test_law_name_is_the_heading_of_its_article() -> None:
    article = Article(1, "中华人民共和国大气污染防治法第七十七条", "第一款。第二款。")
    assert list(law_blocks([article])) == [Block("大气污染防治法", ("第一款。", "第二款。"))]


def test_report_paragraphs_take_their_heading_from_above_or_in_front(tmp_path: Path) -> None:
    text = "（五）加快发展服务业\n做大做强商贸企业，建设物流中心。\n**促进消费**。稳定汽车消费。"
    _write_lines(tmp_path / "government-reports.jsonl.xz", [{"name": "a", "text": text}])
    assert list(report_blocks(tmp_path, 1000, seed=1)) == [
        Block("加快发展服务业", ("做大做强商贸企业，建设物流中心。",)),
        Block("促进消费。", ("稳定汽车消费。",)),
    ]


def test_segmenting_by_stretches_gives_the_same_tokens_as_the_whole() -> None:
    text = "到2025年，全市（含开发区）ＣＯ2排放量下降13.5%；“散乱污”企业、黑臭水体动态清零。"
    table = TokenTable()
    names = [list(table.tokens)[number] for number in table.encode(text)]
    assert Counter(names) == Counter(segmented(text).split())


def test_vocabulary_keeps_frequent_words_and_leaves_the_rest_unknown() -> None:
    table = TokenTable()
    texts = ["秸秆禁烧"] * 3 + ["充电桩"]
    vocabulary = Vocabulary(table, count_tokens(table, texts), size=100, least=3)
    assert vocabulary.tokens[0] == "[UNK]"
    assert {"秸秆", "秸", "秆"} <= set(vocabulary.tokens)
    assert not {"充", "电", "桩"} & set(vocabulary.tokens)
    stored = vocabulary.tokenizer().encode(segmented("充电秸秆")).ids
    assert sorted(set(stored) - {0}) == sorted(vocabulary.encode("充电秸秆").tolist())


def test_replaced_folder_is_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "model"
    with ReplacedFolder(target) as folder:
        (folder / "a").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), ReplacedFolder(target) as folder:
        (folder / "a").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert (target / "a").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


class _OneHot:
    """Encodes each known text as its own axis."""

    name, digest, dimension = "one-hot", "", 4
    axes = ("甲", "乙", "丙", "丁")

    def encode_documents(self, texts: list[str]) -> np.ndarray:
        return np.array([self.encode_query(text[-1]) for text in texts])

    def encode_query(self, text: str) -> np.ndarray:
        return np.eye(4, dtype=np.float32)[self.axes.index(text)]


def test_figures_on_paper() -> None:
    articles = [Article(number, "", text) for number, text in enumerate("甲乙丙丁")]
    questions = [Question("甲", (0,)), Question("乙", (3,))]
    (found,) = evaluate(_OneHot(), articles, [questions])
    assert (found.questions, found.articles) == (2, 4)
    assert found.hit_at_1 == 0.5
    assert found.recall_at_10 == 1.0


def test_training_writes_a_folder_that_loads(tmp_path: Path) -> None:
    topics = {"秸秆": "焚烧秸秆污染大气", "医保": "参加医保报销费用", "学校": "学校招收适龄儿童"}
    articles = [
        {"id": number, "name": f"某某法第{digit}条", "text": f"{text}。应当依法处理{digit}。"}
        for number, (digit, text) in enumerate(
            (digit, text) for digit in "一二三四五六七八九" for text in topics.values()
        )
    ]
    asked = [
        {"id": number, "query": f"{topic}怎么办{number}", "gold_ids": [number]}
        for number, topic in enumerate(list(topics) * 9)
    ]
    data = tmp_path / "data"
    data.mkdir()
    _write_lines(data / "laws.jsonl.xz", articles)
    _write_lines(data / "government-reports.jsonl.xz", [{"name": "a", "text": "一、秸秆\n禁烧。"}])
    lines = "".join(json.dumps(line) + "\n" for line in asked)
    (data / "stard-train.jsonl").write_text(lines, encoding="utf-8")
    output = tmp_path / "encoder"
    written = tmp_path / "written"
    _write_written(written)
    kept = tmp_path / "first-stage.pt"
    options = {"dimension": 8, "vocabulary_size": 500, "least_count": 1, "threads": 1}
    main(data, output, written, kept, **options)

    encoder = load_encoder(output)
    assert isinstance(encoder, StaticEncoder)
    assert encoder.encode_query("焚烧秸秆").shape == (8,)
    log = json.loads((output / "training-log.json").read_text(encoding="utf-8"))
    assert log["figures"]["held_out"]["articles"] == 27
    assert log["figures"]["held_out"]["questions"] == 5
    assert log["figures"]["written"]["questions"] == 2
    assert log["counts"]["written_pairs"] == 18
    assert log["data_sha256"]["pairs-a.jsonl"]
    card = (output / "README.md").read_text(encoding="utf-8")
    assert "${" not in card
    assert str(tmp_path) not in card + json.dumps(log)

    again = tmp_path / "again"
    before = kept.stat().st_mtime_ns
    main(data, again, written, kept, **options)
    assert kept.stat().st_mtime_ns == before  # the first stage was read, not trained
    weights = [(folder / "model.safetensors").read_bytes() for folder in (output, again)]
    assert weights[0] == weights[1]


def _write_written(folder: Path) -> list[Path]:
    """Write 20 pairs of two topics."""
    folder.mkdir()
    lines = [
        {"question": f"{topic}咋办{n}", "passage": f"{topic}{n}按规定办理。", "topic": topic}
        for topic in ("取暖", "看病")
        for n in range(10)
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "pairs-a.jsonl").write_text(text, encoding="utf-8")
    return written_files(folder)


def test_written_pairs_are_held_out_by_topic(tmp_path: Path) -> None:
    pairs = load_written(_write_written(tmp_path / "written"))
    train, held_out = split_written(pairs, 0.1, seed=1)
    assert Counter(pair.topic for pair in held_out) == {"取暖": 1, "看病": 1}
    assert not {pair.passage for pair in train} & {pair.passage for pair in held_out}
    assert sorted(train + held_out, key=str) == sorted(pairs, key=str)
    assert split_written(pairs[::-1], 0.1, seed=1)[1] == held_out


def test_pairs_of_one_passage_stay_on_one_side() -> None:
    pairs = [Written(f"问{n}", f"条文{n // 5}", "甲") for n in range(50)]
    train, held_out = split_written(pairs, 0.2, seed=1)
    assert len(held_out) == 10
    assert not {pair.passage for pair in train} & {pair.passage for pair in held_out}


@pytest.mark.parametrize("line", ["{", '{"question": "甲"}', "[]"])
def test_unusable_pairs_are_one_sentence_with_the_file(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"pairs-\*"):
        written_files(tmp_path)
    (tmp_path / "pairs-x.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=r"pairs-x\.jsonl"):
        load_written(written_files(tmp_path))


def test_the_repository_s_own_pairs_are_distinct() -> None:
    pairs = load_written(written_files(TRAINING))
    assert len(pairs) >= 3000
    assert len({pair.question for pair in pairs}) == len(pairs)
    asked = Counter(pair.passage for pair in pairs)
    assert max(asked.values()) <= 2


def test_ranking_task_mixes_all_passages_with_sentences_of_laws() -> None:
    pairs = [Written("咋取暖", "清洁取暖。", "甲"), Written("咋看病", "异地就医。", "乙")]
    fitting = "有关机关应当依法处理前款规定的全部事项。"
    articles = [
        Article(n, "", text) for n, text in enumerate([fitting, "太短。", fitting + "又。"])
    ]
    ranked, asked = ranking_task(pairs, pairs[1:], articles, 1, seed=1)
    assert [article.text for article in ranked] == ["清洁取暖。", "异地就医。", fitting]
    assert asked == [Question("咋看病", (1,))]


def test_lexicon_pairs_take_each_everyday_term_once() -> None:
    lexicon = Lexicon(
        (Entry(("炉子", "火炉"), ("散煤",), "energy"), Entry(("煤球",), ("散煤",), "energy"))
    )
    pairs = list(lexicon_pairs(lexicon, seed=1))
    assert [(pair.query, pair.document) for pair in pairs] == [
        ("炉子", "散煤"),
        ("火炉", "散煤"),
        ("煤球", "散煤"),
    ]
    assert len({pair.group for pair in pairs}) == 1


def test_kept_stage_is_used_only_where_everything_is_equal(tmp_path: Path) -> None:
    path = tmp_path / "kept.pt"
    vectors = torch.ones(2, 2)
    KeptStage(path, ["甲", 1]).save(vectors, [0.5])
    loaded = torch.zeros(2, 2)
    assert KeptStage(path, ["甲", 2]).load(loaded) is None
    assert not loaded.any()
    assert KeptStage(path, ["甲", 1]).load(loaded) == [0.5]
    assert torch.equal(loaded, vectors)
    KeptStage(None, []).save(vectors, [])
    assert KeptStage(None, []).load(loaded) is None


def _write_lines(path: Path, objects: list[dict[str, object]]) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(item) + "\n" for item in objects)
