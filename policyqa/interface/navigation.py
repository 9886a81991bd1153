"""The title bar: the name, the links between the views, what the page rests on."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from policyqa.interface import wording
from policyqa.interface.links import View, view_link
from policyqa.interface.reader import chinese_date

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

VIEWS: dict[View, str] = {
    "chat": "问答",
    "reader": "原文",
    "duties": "责任清单",
    "targets": "目标指标",
    "about": "关于",
}
# What the scripts of the views say, by the name they use.
WORDS = {
    "title": wording.APP_TITLE,
    "copyFailed": wording.COPY_FAILED,
    "linkCopied": "链接已复制，可以粘贴给别人",
    "offline": "没能连上服务，请检查后重试。",
    "noClause": "这份文件里没有链接所指的条款。",
    "noHits": "没有找到",
    "hits": "第 {at} / {of} 处",
    "beside": "责任与目标",
}


def title_bar(corpus: Corpus) -> str:
    """Return the head of the page."""
    links = "".join(
        f'<li><a href="{view_link(view)}" data-view="{view}">{name}</a></li>'
        for view, name in VIEWS.items()
    )
    words = escape(json.dumps(WORDS, ensure_ascii=False))
    return (
        f'<header class="title-bar"><h1>{wording.APP_TITLE}</h1>'
        f'<nav id="views" aria-label="主要页面" data-words="{words}"><ul>{links}</ul></nav>'
        f'<p class="basis">{escape(_basis(corpus))}</p>'
        f'<button type="button" class="plain-button open-reader" data-open-reader>'
        f"{wording.READER_OPEN}</button></header>"
        '<p id="notice" role="status"></p>'
    )


def _basis(corpus: Corpus) -> str:
    documents = list(corpus.documents.values())
    first = documents[0]
    facts = [first.title, first.number]
    if first.issued:
        facts.append(f"{chinese_date(first.issued)}印发")
    if len(documents) > 1:
        facts.append(f"共收录 {len(documents)} 份文件")
    return " · ".join(fact for fact in facts if fact)
