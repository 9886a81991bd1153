"""The optional language model: its prompt, checked on load, and the chain that asks it.

LangChain is imported here only once a model is wanted, never on the way of a plain question.
"""

from __future__ import annotations

import queue
import re
import string
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policyqa.errors import CorpusError, SettingsError
from policyqa.settings import ROOT, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROMPT = ROOT / "prompts" / "answer.md"
MOST_SENTENCES = 3
_SECTION = re.compile(r"^# (\w+)[ \t]*$", re.MULTILINE)
# Texts of documents and persons belong in the user's turn, never among the rules.
_PLACEHOLDERS = {"system": {"sentences"}, "user": {"clauses", "question"}}


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two turns that a model gets, with ``{placeholders}``."""

    system: str
    user: str


def load_prompt(path: Path) -> Prompt:
    """Read a prompt file: the sections ``# system`` and ``# user``.

    :raises CorpusError: the file cannot be read, or a section or placeholder is missing,
        unknown or badly written.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"提示词 {path.name} 读不出，请检查文件是否完整。") from error
    _, *pieces = _SECTION.split(text)
    sections = dict(zip(pieces[::2], (piece.strip() for piece in pieces[1::2]), strict=True))
    if sections.keys() != _PLACEHOLDERS.keys() or len(pieces) != 2 * len(sections):
        raise CorpusError(f"提示词 {path.name} 应当恰好有 # system 和 # user 两节。")
    for name, wanted in _PLACEHOLDERS.items():
        try:
            parsed = string.Formatter().parse(sections[name])
            fields = {field for _, field, _, _ in parsed if field is not None}
        except ValueError as error:
            raise CorpusError(f"提示词 {path.name} 的 # {name} 写得不对：{error}。") from error
        if fields != wanted:
            needed = "、".join(f"{{{field}}}" for field in sorted(wanted))
            raise CorpusError(f"提示词 {path.name} 的 # {name} 的占位符应当恰好是 {needed}。")
    return Prompt(**sections)


class Writer:
    """Asks a chat model for an answer out of numbered clauses."""

    def __init__(self, model: BaseChatModel, prompt: Prompt, seconds: float) -> None:
        from langchain_core.output_parsers import StrOutputParser
        from langchain_core.prompts import ChatPromptTemplate

        turns = [("system", prompt.system), ("user", prompt.user)]
        self._chain = ChatPromptTemplate.from_messages(turns) | model | StrOutputParser()
        self._seconds = seconds

    def write(self, question: str, clauses: Sequence[str]) -> str:
        """Return what the model writes; clause ``n`` is shown as ``[n]``, counted from 1.

        :raises TimeoutError: there was no answer in time.
        :raises Exception: whatever the provider's package raises.
        """
        numbered = (f"[{n}] {as_data(clause)}" for n, clause in enumerate(clauses, 1))
        values = {
            "sentences": MOST_SENTENCES,
            "clauses": "\n".join(numbered),
            "question": as_data(question),
        }
        written = _in_time(lambda: self._chain.invoke(values), self._seconds)
        # Some open models think aloud first.
        return written.rpartition("</think>")[2].strip()


def as_data(text: str) -> str:
    """Return ``text`` on one line, unable to pose as a clause number or as the prompt's tags."""
    text = re.sub(r"[\[［【]([\d\s,，、]+)[\]］】]", r"（\1）", " ".join(text.split()))
    return text.replace("<", "＜").replace(">", "＞")


def _in_time(work: Callable[[], str], seconds: float) -> str:
    """Run ``work``, for at most ``seconds``: providers' own limits differ or restart per read."""
    outcomes: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcomes.put(work())
        except Exception as error:
            outcomes.put(error)

    # A daemon, so that a provider that hangs does not keep the program from ending.
    threading.Thread(target=run, daemon=True).start()
    try:
        outcome = outcomes.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def load_writer(settings: Settings) -> Writer | None:
    """Return the writer for ``settings.model``, or None where no model is wanted.

    :raises SettingsError: the provider is unknown, its package is missing, or it refuses.
    :raises CorpusError: the prompt cannot be used.
    """
    if not settings.model:
        return None
    prompt = load_prompt(PROMPT)
    from langchain.chat_models import init_chat_model

    where = f"设置项 POLICYQA_MODEL 的值 {settings.model!r} "
    try:
        # No temperature: several reasoning models refuse the setting.
        model = init_chat_model(settings.model, timeout=settings.model_timeout)
    except ImportError as error:
        # LangChain names the package only in its sentence.
        package = re.search(r"langchain-[a-z-]+", str(error))
        name = package.group() if package else "（见 LangChain 的说明）"
        raise SettingsError(f"{where}需要另装软件包 {name}，装好后重试。") from error
    except Exception as error:  # each provider has its own errors for a bad name or key
        raise SettingsError(
            f"{where}不能使用（{type(error).__name__}），应写成“提供方:模型名”，"
            "并按提供方的说明设好密钥。"
        ) from error
    return Writer(model, prompt, settings.model_timeout)
