"""The encoders: bundled folder without torch, any other through sentence_transformers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from policyqa.errors import EncoderError
from policyqa.retrieval.encoder import (
    DESCRIPTION_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    StaticEncoder,
    load_encoder,
    segmented,
)
from policyqa.retrieval.other_encoder import (
    BGE_QUERY_INSTRUCTION,
    SentenceTransformerEncoder,
    checked,
)
from policyqa.settings import ROOT

BUNDLED = ROOT / "index" / "encoder"
TEXTS = ["禁止露天焚烧秸秆。", "小孩上学怎么报名", "2025年森林覆盖率达到多少？"]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    loaded = load_encoder(BUNDLED)
    assert isinstance(loaded, StaticEncoder)
    return loaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled folder, to be damaged."""
    return Path(shutil.copytree(BUNDLED, tmp_path / "encoder"))


def test_segmentation_gives_words_then_characters_each_once() -> None:
    tokens = segmented("农作物ＣＯ2，的").split()
    assert tokens == ["农作", "作物", "农作物", "co2", "农", "作", "物", "的"]


def test_rows_are_float32_of_length_one(encoder: StaticEncoder) -> None:
    vectors = encoder.encode_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    query = encoder.encode_query(TEXTS[1])
    assert query.shape == (encoder.dimension,)
    np.testing.assert_allclose(query, vectors[1], atol=1e-6)


def test_a_text_does_not_depend_on_its_neighbours(encoder: StaticEncoder) -> None:
    many = [*TEXTS, ""] * 200  # more than one chunk
    np.testing.assert_allclose(
        encoder.encode_documents(many)[:4], encoder.encode_documents(many[:4]), atol=1e-6
    )


def test_no_known_token_gives_the_zero_vector(encoder: StaticEncoder) -> None:
    vectors = encoder.encode_documents(["", "  。，！", "qzxvkw"])
    assert not vectors.any()
    assert encoder.encode_documents([]).shape == (0, encoder.dimension)


# Everyday wording and official wording of one matter, from general knowledge. A mean of token
# vectors cannot get every one right, and the pairs it misses stay in the list.
RELATED = [
    ("秸秆焚烧", "农作物秸秆综合利用"),
    ("看病报销比例", "提高医疗保险待遇水平"),
    ("电动车充电", "加快充电基础设施建设"),
    ("小孩上学", "义务教育阶段入学"),
    ("臭水沟", "黑臭水体治理"),
    ("旱厕", "农村厕所革命"),
    ("养老金什么时候发", "基本养老保险待遇按月支付"),
    ("房子漏水找谁修", "物业维修养护责任"),
    ("下岗了能领钱吗", "失业保险金申领"),
    ("垃圾乱扔", "生活垃圾分类管理"),
    ("饭店油烟大", "餐饮服务业油烟污染防治"),
    ("工地灰尘多", "建筑施工扬尘控制"),
    ("买房贷款", "住房公积金个人住房贷款"),
    ("开店办执照", "市场主体登记注册"),
    ("打工没给钱", "农民工工资支付保障"),
    ("公交车太少", "发展城市公共交通"),
    ("种地补贴", "农业支持保护补贴发放"),
    ("老人没人照顾", "养老服务体系建设"),
    ("看病贵", "减轻群众医疗费用负担"),
    ("晚上噪音太吵", "环境噪声污染防治"),
    ("水管里的水不干净", "饮用水水源保护和水质安全"),
    ("骑电动车戴头盔", "电动自行车道路交通安全管理"),
    ("孩子上幼儿园难", "增加学前教育学位供给"),
    ("大学生找工作", "高校毕业生就业创业服务"),
    ("残疾人有什么补助", "残疾人两项补贴"),
    ("家里装太阳能板", "分布式光伏发电"),
]


def test_related_texts_are_nearer_than_unrelated_ones(encoder: StaticEncoder) -> None:
    said = encoder.encode_documents([pair[0] for pair in RELATED])
    official = encoder.encode_documents([pair[1] for pair in RELATED])
    likeness = said @ official.T
    own = np.diag(likeness)
    unrelated = (likeness.sum(axis=1) - own) / (len(RELATED) - 1)
    assert (own > unrelated).all()
    # Chance would put one pair first; this model puts all but one first.
    assert (likeness.argmax(axis=1) == np.arange(len(RELATED))).mean() >= 0.8


def test_compound_word_is_near_its_parts(encoder: StaticEncoder) -> None:
    # A word that was never trained as a whole still counts by the words inside it.
    whole, parts, other = encoder.encode_documents(["秸秆禁烧", "禁烧秸秆", "公积金贷款"])
    assert whole @ parts > 0.7 > 0.3 > whole @ other


def test_loads_fast_and_without_torch() -> None:
    code = (
        "import sys, time; from policyqa.retrieval.encoder import load_encoder\n"
        "import socket; socket.socket = None\n"
        "started = time.perf_counter(); encoder = load_encoder(sys.argv[1])\n"
        "print(time.perf_counter() - started); encoder.encode_query('谁负责秸秆禁烧')\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(BUNDLED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, heavy = done.stdout.split("\n")[:2]
    assert heavy == "[]"
    assert float(seconds) < 0.5


def test_bundled_folder_is_small_enough() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*")) < 15_000_000


def test_model_card_gives_the_figures_of_the_log() -> None:
    card = (BUNDLED / "README.md").read_text(encoding="utf-8")
    log = json.loads((BUNDLED / "training-log.json").read_text(encoding="utf-8"))
    for result in log["figures"].values():
        row = f"{result['hit_at_1']:.3f} | {result['recall_at_10']:.3f}"
        assert row in card


def test_sentence_transformers_gives_the_same_vectors(encoder: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUNDLED), device="cpu", local_files_only=True)
    texts = [*TEXTS, "加快农村电网改造升级。" * 60, "未知词 qzxvkw 秸秆"]
    theirs = model.encode([segmented(text) for text in texts])
    np.testing.assert_allclose(encoder.encode_documents(texts), theirs, atol=1e-3)


def _truncate(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def _delete(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _describe(**changes: object) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / DESCRIPTION_FILE
        described = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(described | changes), encoding="utf-8")

    return damage


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (_truncate(WEIGHTS_FILE), WEIGHTS_FILE),
        (_truncate(TOKENIZER_FILE), TOKENIZER_FILE),
        (_truncate(DESCRIPTION_FILE), DESCRIPTION_FILE),
        (_delete(WEIGHTS_FILE), WEIGHTS_FILE),
        (_delete(TOKENIZER_FILE), TOKENIZER_FILE),
        (_describe(segmentation="blanks"), "'blanks'"),
        (_describe(dimension="128"), "'128'"),
        (_describe(weights_sha256="0"), WEIGHTS_FILE),
    ],
)
def test_damaged_folder_is_refused(
    folder: Path, damage: Callable[[Path], None], named: str
) -> None:
    damage(folder)
    with pytest.raises(EncoderError) as caught:
        load_encoder(folder)
    _one_chinese_sentence(str(caught.value))
    assert named in str(caught.value)


def test_wrong_dimension_is_refused_with_both_values(folder: Path, encoder: StaticEncoder) -> None:
    _describe(dimension=7)(folder)
    with pytest.raises(EncoderError) as caught:
        load_encoder(folder)
    assert str(encoder.dimension) in str(caught.value)
    assert "7" in str(caught.value)


def test_altered_byte_in_the_weights_is_noticed(folder: Path) -> None:
    content = bytearray((folder / WEIGHTS_FILE).read_bytes())
    content[-1] ^= 1
    (folder / WEIGHTS_FILE).write_bytes(content)
    with pytest.raises(EncoderError, match="校验值"):
        load_encoder(folder)


@pytest.mark.parametrize(
    "vectors", [np.zeros((2, 3)), np.zeros(3), np.zeros((3, 4)), np.full((3, 3), np.nan)]
)
def test_vectors_of_a_wrong_shape_or_not_finite_are_refused(vectors: np.ndarray) -> None:
    with pytest.raises(EncoderError, match="其他模型"):
        checked("其他模型", vectors, rows=3, dimension=3)
    assert checked("其他模型", np.zeros((3, 3)), rows=3, dimension=3).shape == (3, 3)


@pytest.mark.parametrize("name", ["no-such-organisation/no-such-model", "no/such/folder/at/all"])
def test_model_that_cannot_be_loaded_is_one_sentence(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(name)
    _one_chinese_sentence(str(caught.value))
    assert name in str(caught.value)


@pytest.fixture
def other_model(tmp_path: Path) -> Callable[[str, dict[str, str]], Path]:
    """Make a tiny sentence-transformers folder of a given name without ``policyqa.json``."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    def make(name: str, prompts: dict[str, str]) -> Path:
        characters = sorted(set("".join(TEXTS) + BGE_QUERY_INSTRUCTION + "查询文档"))
        ids = {token: number for number, token in enumerate(["[UNK]", *characters])}
        tokenizer = Tokenizer(WordLevel(ids, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
        weights = np.random.default_rng(1).normal(size=(len(ids), 8)).astype(np.float32)
        model = SentenceTransformer(
            modules=[StaticEmbedding(tokenizer, embedding_weights=weights)],
            prompts=prompts,
            device="cpu",
        )
        model.save(str(tmp_path / name))
        return tmp_path / name

    return make


@pytest.mark.parametrize(
    ("name", "prompts", "before_query", "before_document"),
    [
        ("bge-tiny-zh-v1.5", {}, BGE_QUERY_INSTRUCTION, ""),
        ("bge-tiny-en-v1.5", {}, "", ""),
        ("other", {"query": "查询", "document": "文档"}, "查询", "文档"),
    ],
)
def test_other_models_get_their_instruction_before_queries_only(
    other_model: Callable[[str, dict[str, str]], Path],
    name: str,
    prompts: dict[str, str],
    before_query: str,
    before_document: str,
) -> None:
    encoder = load_encoder(str(other_model(name, prompts)))
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert (encoder.name, encoder.dimension) == (name, 8)
    plain = encoder._model.encode(
        [before_query + TEXTS[0], before_document + TEXTS[0]], normalize_embeddings=True
    )
    np.testing.assert_allclose(encoder.encode_query(TEXTS[0]), plain[0], atol=1e-6)
    np.testing.assert_allclose(encoder.encode_documents(TEXTS)[0], plain[1], atol=1e-6)
    assert encoder.encode_documents([]).shape == (0, 8)


def test_digest_follows_the_files(
    other_model: Callable[[str, dict[str, str]], Path], encoder: StaticEncoder
) -> None:
    folder = other_model("other", {})
    first = load_encoder(folder).digest
    assert load_encoder(folder).digest == first != encoder.digest
    (folder / "README.md").write_text("changed", encoding="utf-8")
    assert load_encoder(folder).digest != first


def test_encoding_a_query_takes_under_ten_milliseconds(encoder: StaticEncoder) -> None:
    encoder.encode_query(TEXTS[0])
    started = time.perf_counter()
    for _ in range(20):
        encoder.encode_query(TEXTS[0])
    assert (time.perf_counter() - started) / 20 < 0.010


def _one_chinese_sentence(message: str) -> None:
    assert message.endswith("。")
    assert "\n" not in message
    assert message.count("。") == 1
    assert "POLICYQA_ENCODER" in message
