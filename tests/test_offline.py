"""Nothing leaves the host: the program runs under a guard that sees every connection."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from policyqa.settings import ROOT

GUARD = Path(__file__).parent / "socket_guard.py"

ASK = """
from policyqa.interface.app import build_app
from policyqa.interface.chat import answer_turn
from policyqa.interface.examples import load_examples
from policyqa.interface.server import serve
from policyqa.answering.engine import Engine
from policyqa.settings import load_settings
import urllib.request
settings = load_settings(port=0)
engine = Engine.open(settings)
app = build_app(engine, load_examples(settings.corpus))
address = serve(app, settings, block=False)
page = urllib.request.urlopen(address).read().decode()
turn = answer_turn(engine, [], "谁负责秸秆禁烧？")
assert turn.answer and turn.answer.citations and "政策条款问答" in page, turn
import asyncio
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
async def talk():
    async with streamable_http_client(address + "gradio_api/mcp/") as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            return await session.call_tool("ask", {"question": "谁负责秸秆禁烧？"})
assert not asyncio.run(talk()).isError
app.close(verbose=False)
"""


def guarded(code: str) -> list[str]:
    """Run code under the guard and return the hosts that it tried to reach."""
    clean = {name: value for name, value in os.environ.items() if "OFFLINE" not in name}
    done = subprocess.run(
        [sys.executable, str(GUARD), code],
        cwd=ROOT,
        env=clean | {"PYTHONPATH": str(ROOT), "GRADIO_ANALYTICS_ENABLED": "True"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_the_guard_sees_a_connection() -> None:
    code = "import socket; s = socket.socket(); s.settimeout(1); s.connect(('203.0.113.7', 80))"
    assert guarded(f"try:\n    {code}\nexcept OSError:\n    pass") == ["203.0.113.7"]
    lookup = "import socket; socket.getaddrinfo('example.org', 80)"
    assert guarded(f"try:\n    {lookup}\nexcept OSError:\n    pass") == ["example.org"]


def test_the_app_is_built_and_a_question_answered_without_the_network() -> None:
    assert guarded(ASK) == []


def test_app_py_prints_its_address_in_chinese_and_serves_the_page() -> None:
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        # A proxy that answers nothing must not stand between the app and its own address.
        env=os.environ
        | {"POLICYQA_PORT": "0", "PYTHONUTF8": "1", "HTTP_PROXY": "http://127.0.0.1:9"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # A test run in the background of a shell hands on that SIGINT is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "http" in line)
        address = line[line.index("http") :].split()[0]
        assert line.startswith("政策条款问答已启动：")
        with urllib.request.urlopen(address, timeout=10) as response:
            assert response.status == 200
        process.send_signal(signal.SIGINT)
        assert "政策条款问答已停止。" in process.stdout.read()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()


def test_a_bad_setting_is_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | {"POLICYQA_PORT": "99999", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "POLICYQA_PORT" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
