"""What other programs may ask: four functions, over REST (``/gradio_api``) and over MCP.

Gradio makes the endpoints, their parameters and the MCP tools from names, type hints and
docstrings, so the docstrings below are what callers read: Chinese first, then English. Gradio
reads one line a parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import gradio as gr
from gradio.events import api as api_endpoint

from policyqa.answering.serialise import answer_record
from policyqa.errors import InputError, PolicyQAError, UnknownDocumentError
from policyqa.interface.registers import ROLES, DutyRow, Filter, Registers, TargetRow
from policyqa.records import Clause, Document
from policyqa.text import fold

if TYPE_CHECKING:
    from policyqa.documents.parser import Structure
    from policyqa.interface.chat import Answerer

CALLS_AT_ONCE = 8
LONGEST_FIELD = 200
LONGEST_EARLIER = 2000

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def _said_clearly(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Pass a deliberate error on to the caller as its one sentence."""

    @wraps(function)
    def wrapped(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
        try:
            return function(*arguments, **named)
        except PolicyQAError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return wrapped


class PolicyApi:
    """The public functions over one engine."""

    def __init__(self, engine: Answerer, registers: Registers) -> None:
        self._engine = engine
        self._registers = registers

    @_said_clearly
    def ask(self, question: str, earlier_questions: list[str] | None = None) -> dict[str, Any]:
        """用中文提问，得到只依据文件原文的回答，每句附条款和逐字引文；没有依据时如实说明。
        Ask in Chinese; the answer rests on the documents alone and cites clauses verbatim.

        Parameters:
            question: 问题，例如“谁负责秸秆禁烧？”。The question, in Chinese.
            earlier_questions: 此前的问题，按先后排列，用来理解追问。Earlier ones, oldest first.
        Returns:
            status: answered 有依据, corrected 已更正, no_basis 未找到依据, rejected 无法受理;
            answer, citations, nearest (closest clauses, not an answer), passages, seconds,
            resolved (the question as understood).
        """
        earlier = [str(each)[:LONGEST_EARLIER] for each in earlier_questions or []]
        answer = self._engine.ask([*earlier, str(question)])
        return answer_record(answer) | {"resolved": answer.resolved}

    @_said_clearly
    def read_clause(self, clause: str, document: str = "") -> dict[str, Any]:
        """读出一条的全文，以及它的责任单位和量化目标。
        Read one clause in full, with its responsible bodies and quantified targets.

        Parameters:
            clause: 条款编号，例如“三（五）”“前言”“第十八条”。The clause's address.
            document: 文件编号，不填则取第一份有此条的文件。The document's id; optional.
        Returns:
            document, title, number, clause, heading, text, start, end, duties, targets.
        """
        found = self._find_clause(clause, document)
        source = self._registers.corpus.documents[found.document_id]
        here = Filter(document=source.id, clause=found.address)
        return _place(source, found) | {
            "text": source.text[found.start : found.end],
            "start": found.start,
            "end": found.end,
            "duties": [_duty(row) for row in self._registers.duties(here)],
            "targets": [_target(row) for row in self._registers.targets(here)],
        }

    @_said_clearly
    def find_duties(
        self,
        department: str = "",
        role: str = "",
        clause: str = "",
        keyword: str = "",
        document: str = "",
    ) -> list[dict[str, Any]]:
        """查责任清单：哪个部门在哪一条承担什么责任；各项可任意组合，都不填则列出全部。
        Look up who is responsible for what; all parameters are optional and combine.

        Parameters:
            department: 部门，简称也可，例如“市发改委”。A government body, short names too.
            role: 牵头、分工、配合或继承。Lead, shared, assisting or inherited, in Chinese.
            clause: 条款编号，连同它下面各条。A clause's address; clauses below it count too.
            keyword: 条文里的词，几个词用空格分开，须同时出现。Words of the clause.
            document: 文件编号。The document's id.
        Returns:
            document, title, number, clause, heading, role, bodies, matched, open_ended
            (the list ends in 等), source (the clause that says it), quote.
        """
        role = role.strip()
        if role and role not in ROLES:
            raise InputError(f"role 只能是{'、'.join(ROLES)}之一，或不填。")
        wanted = self._filter(document, clause, department=department, role=role, keyword=keyword)
        return [_duty(row) for row in self._registers.duties(wanted)]

    @_said_clearly
    def find_targets(
        self, keyword: str = "", year: str = "", clause: str = "", document: str = ""
    ) -> list[dict[str, Any]]:
        """查量化目标：指标、数值、年份和原文；数值都是目标值，不是完成情况。
        Look up quantified targets; the values are aims, never what was achieved.

        Parameters:
            keyword: 指标或条文里的词，例如“秸秆”。Words of the indicator or the clause.
            year: 目标年份，例如“2025”。The year of the target.
            clause: 条款编号，连同它下面各条。A clause's address; clauses below it count too.
            document: 文件编号。The document's id.
        Returns:
            document, title, number, clause, heading, indicator, value, unit, direction
            (decrease, increase or reach), comparison, phrase, base_year, year, quote.
        """
        wanted = self._filter(document, clause, keyword=keyword, year=year.strip())
        return [_target(row) for row in self._registers.targets(wanted)]

    def _filter(self, document: str, clause: str, **fields: str) -> Filter:
        corpus = self._registers.corpus
        document = document.strip()
        if document and document not in corpus.documents:
            raise UnknownDocumentError(f"文件库里没有编号为 {document[:LONGEST_FIELD]} 的文件。")
        address = self._address(clause, document) if clause.strip() else ""
        cut = {name: value.strip()[:LONGEST_FIELD] for name, value in fields.items()}
        return Filter(document=document, clause=address, **cut)

    def _structures(self, document: str) -> list[Structure]:
        structures = self._registers.corpus.structures
        return [each for name, each in structures.items() if document in ("", name)]

    def _address(self, said_clause: str, document: str) -> str:
        """Return the address as the documents write it: 三(五) becomes 三（五）."""
        said = "".join(fold(said_clause).split())[:LONGEST_FIELD]
        for structure in self._structures(document):
            clauses = (clause.address for clause in structure.clauses)
            for address in (*clauses, *(heading.address for heading in structure.headings)):
                if fold(address) == said:
                    return address
        raise InputError(
            f"没有找到“{said_clause.strip()[:LONGEST_FIELD]}”这一条，请写条款编号，例如三（五）。"
        )

    def _find_clause(self, said_clause: str, said_document: str) -> Clause:
        document = self._filter(said_document, "").document
        address = self._address(said_clause, document)
        for structure in self._structures(document):
            for clause in structure.clauses:
                if clause.address == address:
                    return clause
            below = [each.address for each in structure.clauses if address in each.ancestors]
            if below:
                raise InputError(f"“{address}”分为{'、'.join(below)}，请写其中一条。")
        raise InputError(f"“{address}”只有标题，没有正文。")


def add_endpoints(engine: Answerer, registers: Registers) -> None:
    """Add the four functions to the Blocks that are being built."""
    api = PolicyApi(engine, registers)
    for function in (api.ask, api.read_clause, api.find_duties, api.find_targets):
        api_endpoint(cast("Callable[..., Any]", function), concurrency_limit=CALLS_AT_ONCE)


def _place(document: Document, clause: Clause) -> dict[str, Any]:
    return {
        "document": document.id,
        "title": document.title,
        "number": document.number,
        "clause": clause.address,
        "heading": clause.heading,
    }


def _duty(row: DutyRow) -> dict[str, Any]:
    return _place(row.document, row.clause) | {
        "role": row.role,
        "bodies": list(row.bodies),
        "matched": list(row.matched),
        "open_ended": row.open_ended,
        "source": row.source,
        "quote": row.quote,
    }


def _target(row: TargetRow) -> dict[str, Any]:
    target = row.target
    return _place(row.document, row.clause) | {
        "indicator": target.indicator,
        "value": target.value,
        "unit": target.unit,
        "direction": target.direction,
        "comparison": target.comparison,
        "phrase": row.value,
        "base_year": target.base_year,
        "year": target.year,
        "quote": row.quote,
    }
