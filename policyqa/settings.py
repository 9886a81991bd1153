"""One Settings object, read from the environment (``POLICYQA_*``)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from policyqa.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "POLICYQA_"


class Settings(BaseSettings):
    """Where things lie and how they behave; every field is ``POLICYQA_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    corpus: Path = ROOT / "corpus"
    index: Path = ROOT / "index" / "store"
    encoder: str = str(ROOT / "index" / "encoder")
    max_question_characters: int = Field(default=500, ge=20, le=5000)
    # Off when empty, else a chat model as LangChain's init_chat_model names it
    # (openai:gpt-4o-mini); questions and the clauses cited then go to its provider.
    model: str = ""
    model_timeout: float = Field(default=30, gt=0, le=600)  # seconds
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    # Ratings of answers, and questions where the next switch is on, go into this folder.
    data: Path = ROOT / "data"
    # Off by default: what people ask is theirs. Ratings are kept either way, as they are sent
    # on purpose. The page tells its readers when questions are kept.
    log_questions: bool = False


def load_settings(**overrides: object) -> Settings:
    """Read the settings; ``overrides`` win over the environment.

    :raises SettingsError: an unknown ``POLICYQA_*`` variable or a bad value.
    """
    # pydantic-settings ignores unknown environment variables, so a misspelt one would
    # silently do nothing: refuse it here.
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(
            f"环境变量 {unknown[0]} 不是本系统的设置项；可用的有：{'、'.join(sorted(known))}。"
        )
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(
            f"设置项 {name} 的值 {first.get('input')!r} 无效，请改正后重试。"
        ) from error


def settings_for(corpus: Path | None, index: Path | None = None) -> Settings:
    """Read the settings; another corpus than the default gets an index of its own.

    :raises SettingsError: as :func:`load_settings`.
    """
    settings = load_settings(corpus=corpus, index=index)
    if corpus is None or index is not None:
        return settings
    # Beside the product's own index, since a corpus folder may be read-only.
    name = hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:12]
    return load_settings(corpus=corpus, index=settings.index.with_name(f"store-{name}"))
