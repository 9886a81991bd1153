"""The sentences of answers, ``prompts/answers.toml``, read and checked."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from pathlib import Path

from policyqa.errors import CorpusError


@dataclass(frozen=True)
class Wording:
    """Templates by name and the modal words by class, strongest class first."""

    templates: dict[str, str]
    modals: tuple[tuple[str, tuple[str, ...]], ...]

    def say(self, name: str, /, **values: object) -> str:
        """Fill the template ``name``.

        :raises KeyError: no such template, or a placeholder without a value: a programming
            error that the tests catch, never a person's input.
        """
        return self.templates[name].format(**values)

    def modal(self, text: str) -> tuple[str, str] | None:
        """Return (class, word) of the first modal word by class order in ``text``."""
        for name, words in self.modals:
            for word in words:
                if word in text:
                    return name, word
        return None


def load_wording(path: Path) -> Wording:
    """Read the answer sentences.

    :raises CorpusError: the file cannot be read, or a template is not a valid format text.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        templates = {str(name): str(text) for name, text in data["templates"].items()}
        modals = tuple((row["class"], tuple(row["words"])) for row in data["modal"])
    except OSError as error:
        raise CorpusError(f"答句表 {path.name} 读不出，请检查文件是否完整。") from error
    except (
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise CorpusError(f"答句表 {path.name} 有错（{error}），请改正后重试。") from error
    for name, text in templates.items():
        try:
            fields = [
                field for _, field, _, _ in string.Formatter().parse(text) if field is not None
            ]
        except ValueError as error:
            raise CorpusError(f"答句表 {path.name} 的 {name} 写得不对：{error}。") from error
        if any(not each.isidentifier() for each in fields):
            raise CorpusError(f"答句表 {path.name} 的 {name} 里有不合规的占位符。")
    return Wording(templates, modals)
