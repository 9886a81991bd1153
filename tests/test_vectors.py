"""The FAISS vector store keeps vectors, texts and ids side by side, in plain files."""

import json
from pathlib import Path

import faiss
import numpy as np
import pytest
from langchain_core.documents import Document
from retrieval_helpers import HashEncoder

from policyqa.retrieval.embeddings import EncoderEmbeddings
from policyqa.retrieval.flat import FlatVectors
from policyqa.retrieval.vectors import FaissVectorStore

TEXTS = ["秸秆禁烧和综合利用", "散煤治理", "农村厕所革命", "新能源汽车充电设施"]
IDS = ["straw", "coal", "toilet", "charge"]


@pytest.fixture
def store() -> FaissVectorStore:
    embedding = EncoderEmbeddings(HashEncoder())
    metadatas = [{"topic": topic} for topic in ("farm", "heat", "farm", "road")]
    return FaissVectorStore.from_texts(TEXTS, embedding, metadatas, ids=IDS)


def found(store: FaissVectorStore, query: str, k: int = 4) -> list[str | None]:
    return [document.id for document in store.similarity_search(query, k)]


def test_nearest_comes_first_with_its_cosine(store: FaissVectorStore) -> None:
    document, score = store.similarity_search_with_score("散煤治理", k=1)[0]
    assert (document.id, document.page_content) == ("coal", "散煤治理")
    assert document.metadata == {"topic": "heat"}
    assert score == pytest.approx(1.0, abs=1e-5)


def test_k_may_be_larger_than_the_store_or_nothing(store: FaissVectorStore) -> None:
    assert len(found(store, "秸秆", k=99)) == 4
    assert found(store, "秸秆", k=0) == []


def test_filter_applies_before_the_search(store: FaissVectorStore) -> None:
    for wanted in ({"topic": "farm"}, lambda metadata: metadata["topic"] == "farm"):
        documents = store.similarity_search("散煤治理", k=2, filter=wanted)
        assert {document.id for document in documents} == {"straw", "toilet"}
    assert store.similarity_search("散煤治理", filter={"topic": "none"}) == []


def test_delete_moves_nothing_else(store: FaissVectorStore) -> None:
    assert store.delete(["coal"]) is True
    assert len(store) == 3
    for name, text in zip(IDS, TEXTS, strict=True):
        if name != "coal":
            assert found(store, text, k=1) == [name]
    assert store.delete(["coal", "straw"]) is False
    assert len(store) == 2
    assert store.delete() is True
    assert found(store, "秸秆") == []


def test_same_id_replaces(store: FaissVectorStore) -> None:
    store.add_texts(["湿地公园"], ids=["coal"])
    assert len(store) == 4
    assert found(store, "湿地公园", k=1) == ["coal"]
    assert store.get_by_ids(["coal", "absent"])[0].page_content == "湿地公园"


def test_ids_are_made_up_where_none_is_given(store: FaissVectorStore) -> None:
    added = store.add_documents([Document(page_content="天然气"), Document(page_content="太阳能")])
    assert len(set(added)) == 2
    assert [document.page_content for document in store.get_by_ids(added)] == ["天然气", "太阳能"]


def test_refuses_sizes_that_do_not_fit(store: FaissVectorStore) -> None:
    with pytest.raises(ValueError, match="shape"):
        store.add_vectors(np.ones((1, 3)), ["a"])
    with pytest.raises(ValueError, match="finite"):
        store.add_vectors(np.full((1, store.dimension), np.nan), ["a"])
    with pytest.raises(ValueError, match="twice"):
        store.add_texts(["a", "b"], ids=["x", "x"])
    with pytest.raises(ValueError, match="metadatas"):
        store.add_texts(["a", "b"], [{}])
    with pytest.raises(ValueError, match="length"):
        store.similarity_search_by_vector([1.0])
    assert len(store) == 4


def test_saved_and_loaded_is_the_same_and_can_grow(store: FaissVectorStore, tmp_path: Path) -> None:
    store.save(tmp_path)
    loaded = FaissVectorStore.load(tmp_path, store.embeddings)
    for query in ("秸秆", "充电", "厕所"):
        assert loaded.similarity_search_with_score(query) == store.similarity_search_with_score(
            query
        )
    loaded.add_texts(["湿地公园"], ids=["wetland"])
    loaded.delete(["straw"])
    assert found(loaded, "湿地公园", k=1) == ["wetland"]
    assert len(store) == 4


def test_files_hold_no_pickle(store: FaissVectorStore, tmp_path: Path) -> None:
    store.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"vectors.faiss", "documents.jsonl"}
    lines = (tmp_path / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"id": "straw", "text": TEXTS[0], "metadata": {"topic": "farm"}}
    assert isinstance(faiss.read_index(str(tmp_path / "vectors.faiss")), faiss.IndexFlatIP)


def test_damaged_files_are_refused(store: FaissVectorStore, tmp_path: Path) -> None:
    store.save(tmp_path)
    lines = (tmp_path / "documents.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "documents.jsonl").write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(ValueError, match="3 lines for 4 vectors"):
        FaissVectorStore.load(tmp_path, store.embeddings).similarity_search("秸秆")
    (tmp_path / "vectors.faiss").write_bytes(b"no index")
    with pytest.raises(ValueError, match="FAISS"):
        FaissVectorStore.load(tmp_path, store.embeddings)
    (tmp_path / "vectors.faiss").unlink()
    with pytest.raises(FileNotFoundError):
        FaissVectorStore.load(tmp_path, store.embeddings)


def test_all_scores_are_the_inner_products(store: FaissVectorStore, tmp_path: Path) -> None:
    vector = HashEncoder().encode_query("农村厕所")
    store.save(tmp_path)
    scores = FlatVectors.load(tmp_path).all_scores(vector)
    assert scores.shape == (4,)
    searched = {d.id: score for d, score in store.similarity_search_with_score("农村厕所")}
    assert dict(zip(IDS, scores.tolist(), strict=True)) == pytest.approx(searched, abs=1e-6)


def test_works_as_a_langchain_retriever(store: FaissVectorStore) -> None:
    retriever = store.as_retriever(search_kwargs={"k": 1})
    assert [document.id for document in retriever.invoke("新能源汽车充电设施")] == ["charge"]
