"""The 关于 view: what this is and is not, its documents, its checks and its figures."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from policyqa.interface import wording
from policyqa.interface.figures import Figures, load_figures
from policyqa.interface.links import clause_link
from policyqa.interface.periods import plan_period
from policyqa.interface.reader import chinese_date
from policyqa.records import Document
from policyqa.settings import ROOT

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

RESULTS = ROOT / "evaluation" / "results" / "latest.json"

_IS = (
    "查政策原文的工具：用平常的话提问，回答只用所收文件的原话，并注明出自哪一条。",
    "可以查谁负责、目标是多少、允许还是禁止，也可以直接读原文、看责任清单和目标指标。",
    "文件没有规定的，会说没有依据，并列出最相近的条款供核对。",
)
_IS_NOT = (
    "不是政府服务，也不代表任何机关；办事请找主管部门。",
    "不构成法律意见；引用前请核对正式印发的文件。",
    "不知道文件印发之后的变化，也不掌握目标完成的情况。",
)
_CHECKS = (
    ("逐字核对", "每处引文都在原文里按位置比对，一字不差才会显示。"),
    ("数字和单位名", "回答里的数字、计量单位和部门名称必须出现在所引条款中。"),
    ("责任与目标", "责任清单和目标指标由程序从条款中抽取，每一行都可以点开看原文。"),
    ("没有就说没有", "找不到依据时不猜测，只列出最相近的条款，并注明不是答案。"),
    ("不出本机", "提问和回答都在本机处理，页面不连接外部网站。"),
)


def about_view(corpus: Corpus, results: Path = RESULTS, today: date | None = None) -> None:
    """Add the view to the Blocks that are being built."""
    gr.HTML(
        render_about(corpus, load_figures(results), today or date.today()),
        elem_id="view-about",
        apply_default_css=False,
        js_on_load=None,
    )


def render_about(corpus: Corpus, figures: Figures | None, today: date) -> str:
    """Return the view; ``today`` tells whether a plan's years are over."""
    documents = "".join(_document(document, today) for document in corpus.documents.values())
    checks = "".join(f"<div><dt>{name}</dt><dd>{what}</dd></div>" for name, what in _CHECKS)
    return (
        '<div class="view about-view"><div class="prose">'
        f'<h2>关于{wording.APP_TITLE}</h2><div class="is-or-not">'
        f"<section><h3>这是什么</h3>{_items(_IS)}</section>"
        f'<section class="is-not"><h3>这不是什么</h3>{_items(_IS_NOT)}</section></div>'
        f"<h3>收录的文件</h3>{documents}"
        f'<h3>回答怎样核对</h3><dl class="checks">{checks}</dl>'
        f"<h3>本构建的评测成绩</h3>{_figures(figures, corpus.digest)}</div></div>"
    )


def _items(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _document(document: Document, today: date) -> str:
    adopted = chinese_date(document.adopted) if document.adopted else ""
    if adopted and document.adopted_by:
        adopted += f"，{document.adopted_by}"
    facts = (
        ("文号", document.number),
        ("印发机关", document.issuer),
        ("印发日期", chinese_date(document.issued) if document.issued else ""),
        ("通过", adopted),
        ("规划期", _period(document.title, today)),
        ("内容", "全文" if document.kind == "full_text" else "摘编，不是全文"),
        ("依据", "；".join(document.parents)),
    )
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value
    )
    source = document.source_url
    if source.startswith(("https://", "http://")):
        link = f'<a href="{escape(source)}" rel="noopener noreferrer">{escape(source)}</a>'
        rows += f"<div><dt>来源</dt><dd>{link}</dd></div>"
    read = clause_link(document.id, "")
    return (
        f'<section class="document"><h4>{escape(document.title)}</h4><dl class="facts">{rows}</dl>'
        f'<p><a href="{escape(read)}">阅读原文</a></p></section>'
    )


def _period(title: str, today: date) -> str:
    period = plan_period(title)
    if not period:
        return ""
    first, last = period
    over = "，现已届满；后续安排以新印发的文件为准" if today.year > last else ""
    return f"{first}—{last}年{over}"


def _figures(figures: Figures | None, digest: str) -> str:
    if figures is None:
        return "<p>本构建还没有评测成绩。运行 <code>make evaluate</code> 后显示在这里。</p>"
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td class="figure">{escape(value)}</td>'
        f"<td>{what}</td></tr>"
        for name, value, what in figures.rows
    )
    other = "" if figures.corpus == digest else "评测之后文件库有改动，成绩仅供参考。"
    when = f"{figures.time} 评测" if figures.time else "评测"
    version = f"，版本 <code>{escape(figures.commit)}</code>" if figures.commit else ""
    return (
        f"<p>{escape(when)}，{figures.questions} 道题{version}。{other}</p>"
        '<table class="register figures"><caption class="unseen">评测成绩</caption>'
        '<thead><tr><th scope="col">指标</th><th scope="col">成绩</th><th scope="col">含义</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )
