import re
from pathlib import Path

import pytest

from policyqa.errors import PolicyQAError, SettingsError
from policyqa.settings import ROOT, Settings, load_settings, settings_for


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"POLICYQA_{name.upper()}", raising=False)


def one_chinese_sentence(error: BaseException) -> bool:
    text = str(error)
    return bool(re.search("[一-鿿]", text)) and text.endswith("。") and "\n" not in text


def test_defaults_point_into_the_checkout() -> None:
    settings = load_settings()
    assert settings.corpus == ROOT / "corpus"
    assert settings.index == ROOT / "index" / "store"
    assert settings.log_questions is False


def test_the_environment_is_read_and_overrides_win(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POLICYQA_PORT", "8123")
    monkeypatch.setenv("POLICYQA_INDEX", str(tmp_path))
    assert load_settings().port == 8123
    assert load_settings().index == tmp_path
    assert load_settings(port=9000).port == 9000
    assert load_settings(port=None).port == 8123


def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_PROT", "8123")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "POLICYQA_PROT" in str(caught.value)
    assert "POLICYQA_PORT" in str(caught.value), "the sentence names what there is"
    assert one_chinese_sentence(caught.value)
    assert caught.value.exit_status == 2


def test_variables_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_QA_PORT", "x")
    monkeypatch.setenv("MY_POLICYQA_PORT", "x")
    load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "99999"),
        ("PORT", "-1"),
        ("MAX_QUESTION_CHARACTERS", "3"),
        ("LOG_QUESTIONS", "perhaps"),
    ],
)
def test_a_bad_value_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"POLICYQA_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert f"POLICYQA_{name}" in str(caught.value)
    assert value in str(caught.value)
    assert one_chinese_sentence(caught.value)
    assert isinstance(caught.value, PolicyQAError)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


def test_another_corpus_gets_an_index_of_its_own(tmp_path: Path) -> None:
    default = settings_for(None)
    one, two = settings_for(tmp_path / "one"), settings_for(tmp_path / "two")
    assert len({default.index, one.index, two.index}) == 3
    assert one.index == settings_for(tmp_path / "one").index
    assert one.corpus == tmp_path / "one"
    assert settings_for(tmp_path / "one", tmp_path / "index").index == tmp_path / "index"
