"""The page about the interfaces, in Chinese, in place of Gradio's English ones."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from policyqa.interface import wording
from policyqa.interface.api import PolicyApi
from policyqa.interface.theme import DARK, FONTS, LIGHT

PREFIX = "/gradio_api"
TITLE = "接口说明"
_HOME = (PREFIX, f"{PREFIX}/")
_MCP = (f"{PREFIX}/mcp", f"{PREFIX}/mcp/")
# Panels of Gradio's own that a query of the page's address would open, in English.
_PANELS = ("api", "settings")
_SAMPLES: dict[str, dict[str, str]] = {
    "ask": {"question": "谁负责秸秆禁烧？"},
    "read_clause": {"clause": "三（五）"},
    "find_duties": {"department": "市发改委", "role": "牵头"},
    "find_targets": {"keyword": "秸秆", "year": "2025"},
}
_STYLE = """
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.8 var(--fonts); }
main { max-width: 820px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 26px; border-bottom: 2px solid var(--seal-line); padding-bottom: 10px; }
h2 { font-size: 19px; margin: 36px 0 4px; } p { margin: 8px 0; } a { color: var(--accent); }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 14px; }
h2 code { font-size: 18px; }
pre { padding: 14px 16px; overflow-x: auto; background: var(--surface);
  border: 1px solid var(--line); border-radius: 8px; line-height: 1.6; }
table { width: 100%; border-collapse: collapse; background: var(--surface); font-size: 15px; }
th, td { padding: 8px 12px; border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; } .muted { color: var(--muted); font-size: 14px; }
"""


@dataclass(frozen=True, slots=True)
class _Described:
    """What a docstring says, in the parts that Gradio reads as well."""

    name: str
    summary: str
    parameters: tuple[tuple[str, bool, str], ...]
    returns: str


class ApiPages:
    """ASGI middleware: browsers that visit the interfaces get the page, programs pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        root = str(scope.get("root_path", ""))
        path = str(scope.get("path", "")).removeprefix(root)
        headers = Headers(scope=scope)
        # An MCP client that listens for events asks for them by their media type.
        browsing = "text/event-stream" not in headers.get("accept", "")
        if path in _HOME or (path in _MCP and browsing):
            # Behind a proxy the scheme is the one that the visitor used.
            scheme = headers.get("x-forwarded-proto", scope["scheme"]).split(",")[0].strip()
            host = headers.get("x-forwarded-host", headers.get("host", "")).split(",")[0].strip()
            page = render_page(f"{scheme}://{host}{root}")
            await HTMLResponse(page)(scope, receive, send)
            return
        view = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("view", [""])[0]
        if path in ("", "/") and view in _PANELS:
            await RedirectResponse(f"{root}{PREFIX}/")(scope, receive, send)
            return
        await self._app(scope, receive, send)


def render_page(address: str) -> str:
    """Return the page; ``address`` is where the service is reached, without a slash."""
    functions = (
        PolicyApi.ask,
        PolicyApi.read_clause,
        PolicyApi.find_duties,
        PolicyApi.find_targets,
    )
    body = "".join(_function(_described(function), address) for function in functions)
    config = {"mcpServers": {"policyqa": {"url": f"{address}{PREFIX}/mcp/"}}}
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{TITLE} · {wording.APP_TITLE}</title><style>{_colours()}{_STYLE}</style></head>"
        f"<body><main><h1>{TITLE}</h1>"
        f'<p>{wording.DISCLAIMER}<a href="{escape(address)}/">回到{wording.APP_TITLE}</a></p>'
        "<p>本服务公开下面四个函数，可以用 HTTP 调用，也可以作为 MCP 工具使用；"
        "此外没有其他公开接口。"
        f'机器可读的说明：<a href="{escape(address)}{PREFIX}/openapi.json">OpenAPI</a>。</p>'
        "<h2>调用方法</h2><p>Python（<code>pip install gradio_client</code>）：</p>"
        f"{_code(_python(address))}"
        "<p>HTTP 分两步：先提交参数得到编号，再用编号取结果。</p>"
        f"{_code(_http(address))}"
        "<p>MCP：在支持 MCP 的程序里填写地址。</p>"
        f"{_code(json.dumps(config, ensure_ascii=False, indent=2))}{body}</main></body></html>"
    )


def _function(described: _Described, address: str) -> str:
    rows = "".join(
        f"<tr><td><code>{name}</code></td><td>{'必填' if needed else '可不填'}</td>"
        f"<td>{escape(text)}</td></tr>"
        for name, needed, text in described.parameters
    )
    sample = json.dumps(_SAMPLES[described.name], ensure_ascii=False)
    call = f"POST {address}{PREFIX}/call/v2/{described.name}\n{sample}"
    return (
        f'<h2 id="{described.name}"><code>{described.name}</code></h2>'
        f"<p>{escape(described.summary)}</p>"
        f"<table><thead><tr><th>参数</th><th>要求</th><th>说明</th></tr></thead>{rows}</table>"
        f'<p class="muted">返回：{escape(described.returns)}</p>'
        f"{_code(call)}"
    )


def _described(function: Callable[..., Any]) -> _Described:
    text = inspect.getdoc(function) or ""
    summary, _, rest = text.partition("\nParameters:\n")
    listed, _, returns = rest.partition("\nReturns:\n")
    said = dict(_parameter_lines(listed))
    signature = inspect.signature(function).parameters.values()
    return _Described(
        name=function.__name__,
        summary=" ".join(summary.split()),
        parameters=tuple(
            (each.name, each.default is each.empty, said[each.name])
            for each in signature
            if each.name != "self"
        ),
        returns=" ".join(returns.split()),
    )


def _parameter_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := re.match(r"\s*(\w+): (.+)", line):
            yield found[1], found[2]


def _python(address: str) -> str:
    return (
        f'from gradio_client import Client\n\nclient = Client("{address}/")\n'
        'answer = client.predict(question="谁负责秸秆禁烧？", api_name="/ask")\n'
        'print(answer["answer"])'
    )


def _http(address: str) -> str:
    sample = json.dumps(_SAMPLES["ask"], ensure_ascii=False)
    return (
        f"curl {address}{PREFIX}/call/v2/ask -H 'Content-Type: application/json' -d '{sample}'\n"
        f"curl {address}{PREFIX}/call/ask/上一步返回的event_id"
    )


def _code(text: str) -> str:
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def _colours() -> str:
    light, dark = (
        " ".join(f"--{name}: {value};" for name, value in colours.items())
        for colours in (LIGHT, DARK)
    )
    fonts = ", ".join(f'"{name}"' if " " in name else name for name in FONTS)
    return (
        f":root {{ color-scheme: light dark; --fonts: {fonts}; {light} }}"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    )
