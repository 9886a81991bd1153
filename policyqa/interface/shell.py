"""The HTML file around the page, said in Chinese.

Gradio serves a fixed English file before any of our settings reach the browser: its
language is ``en``, it has no title, its link previews advertise Gradio, and its own words
follow the browser's language. This rewrites that one response.
"""

from __future__ import annotations

import re
from html import escape

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policyqa.interface import wording

_PREVIEWS = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
# Gradio chooses the language of its own words by this property.
_SPEAK_CHINESE = (
    '<script>Object.defineProperty(navigator, "language", { get: () => "zh-CN" });</script>'
)


class ChineseShell:
    """ASGI middleware that rewrites the page's HTML and passes all else through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        path = str(scope.get("path", "")).removeprefix(str(scope.get("root_path", "")))
        if scope["type"] != "http" or path not in ("", "/"):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=start["headers"])
            content: bytes = bytes(body)
            if content and headers.get("content-type", "").startswith("text/html"):
                content = in_chinese(content.decode("utf-8")).encode("utf-8")
                headers["content-length"] = str(len(content))
            await send(start)
            await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, rewrite)


def in_chinese(html: str) -> str:
    """Give the file its language, title and description, and drop the link previews."""
    charset = '<meta charset="utf-8" />'
    head = (
        f"{charset}<title>{wording.APP_TITLE}</title>"
        f'<meta name="description" content="{escape(wording.PURPOSE)}" />'
        f'<meta property="og:title" content="{wording.APP_TITLE}" />'
        f'<meta property="og:description" content="{escape(wording.PURPOSE)}" />{_SPEAK_CHINESE}'
    )
    html = _PREVIEWS.sub("", html)
    html = html.replace('lang="en"', 'lang="zh-CN"', 1)
    return html.replace(charset, head, 1)
