"""Serving the page: look, language and scripts given to Gradio, and a free port."""

from __future__ import annotations

import io
import json
import os
import socket
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.middleware import Middleware

from policyqa.errors import SettingsError
from policyqa.interface import theme, wording
from policyqa.interface.api_pages import ApiPages
from policyqa.interface.shell import ChineseShell
from policyqa.settings import Settings

if TYPE_CHECKING:
    from policyqa.interface.chat import Answerer

_HERE = Path(__file__).parent
_PORTS_TRIED = 100
_ONLY_TO_LOAD = ("百分之三十是多少？", wording.PURPOSE)


def launch_options() -> dict[str, Any]:
    """Return what ``Blocks.launch`` needs for the page to look and speak as meant.

    Everything comes from this machine: system fonts, no CDN, no share link, no footer.
    """
    words = json.dumps(wording.SCRIPT_WORDS, ensure_ascii=False)
    scripts = [path.read_text(encoding="utf-8") for path in sorted(_HERE.glob("*.js"))]
    script = f"window.policyqaWords = {words};\n" + "".join(scripts)
    return {
        "theme": theme.make_theme(),
        # Not as css=: Gradio rewrites those selectors, and inside @media keeps only its own.
        "head": f"<style>{theme.stylesheet()}</style><script>{script}</script>",
        "favicon_path": _HERE / "favicon.svg",
        "app_kwargs": {
            "middleware": [Middleware(ApiPages), Middleware(ChineseShell)],
            # FastAPI's own list of everything that Gradio serves; ours is in api_pages.py.
            "openapi_url": None,
        },
        "footer_links": [],
        "run_history": False,
        "share": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": True,
        "enable_monitoring": False,
        # Conversations live in memory; beyond this many the oldest is forgotten.
        "state_session_capacity": 2000,
        "quiet": True,
    }


def free_port(host: str, wanted: int) -> int:
    """Return ``wanted`` or the next port that nobody listens on; 0 asks for any.

    :raises SettingsError: the host is not of this machine, or none of the ports is free.
    """
    for port in range(wanted, min(wanted + _PORTS_TRIED, 65536)):
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        except OSError as error:
            raise SettingsError(f"监听地址 {host} 无法使用，请改正 POLICYQA_HOST。") from error
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SettingsError(
        f"{host} 上从 {wanted} 起的端口都不能使用，请更改 POLICYQA_PORT 或 POLICYQA_HOST。"
    )


def warm_up(engine: Answerer, examples: Sequence[str]) -> None:
    """Do before anyone asks what otherwise the first question would wait for.

    The engine loads its dictionaries, the readings of numerals with the first figure and the
    sounds of characters with the first unknown word; and Gradio's first event imports Matplotlib
    where that is installed, as it is beside the evaluation.
    """
    for question in (*examples, *_ONLY_TO_LOAD):
        engine.ask([question])
    with suppress(ImportError):
        import_module("matplotlib.pyplot")


def _reach_own_address_directly(host: str) -> None:
    """Keep Gradio's start-up check of its own address away from an office's web proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [os.environ.get(name, ""), "localhost", "127.0.0.1", host]
        os.environ[name] = ",".join(dict.fromkeys(each for each in hosts if each))


def serve(app: gr.Blocks, settings: Settings, *, block: bool = True) -> str:
    """Serve the app, print its address and wait; return the address.

    With ``block=False`` the caller keeps running and closes the app itself.

    :raises SettingsError: no port is free.
    """
    _reach_own_address_directly(settings.host)
    port = free_port(settings.host, settings.port)
    # Gradio announces its MCP server in English, quiet or not.
    with redirect_stdout(io.StringIO()):
        _, address, _ = app.launch(
            server_name=settings.host,
            server_port=port,
            prevent_thread_lock=True,
            **launch_options(),
        )
    moved = f"（端口 {settings.port} 已被占用）" if settings.port not in (0, port) else ""
    print(f"{wording.APP_TITLE}已启动{moved}：{address} 按 Ctrl+C 停止。", flush=True)
    if block:
        with suppress(KeyboardInterrupt):
            Event().wait()
        app.close(verbose=False)
        print(f"{wording.APP_TITLE}已停止。", flush=True)
    return str(address)
