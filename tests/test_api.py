"""The four public functions: called as Python, over REST and over MCP by real clients."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import gradio as gr
import pytest
from fake_engine import PLAN_ID, FakeEngine, real_corpus
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from policyqa.interface.api import PolicyApi
from policyqa.interface.api_pages import render_page
from policyqa.interface.registers import Registers

PUBLIC = {"ask", "read_clause", "find_duties", "find_targets"}


@pytest.fixture(scope="module")
def api() -> PolicyApi:
    return PolicyApi(FakeEngine(), Registers(real_corpus()))


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    client = Client(address, verbose=False, analytics_enabled=False)
    yield client
    client.close()


# As Python


def test_an_answer_carries_its_citations(api: PolicyApi) -> None:
    record = api.ask("谁负责秸秆禁烧？")
    assert record["status"] == "answered"
    for citation in record["citations"]:
        text = real_corpus().documents[citation["document"]].text
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert api.ask("那谁管？", ["谁负责秸秆禁烧？"])["resolved"] == "谁负责秸秆禁烧？"


@pytest.mark.parametrize("written", ["三（五）", "三(五)", " 三 （五） "])
def test_a_clause_is_found_however_its_brackets_are_typed(api: PolicyApi, written: str) -> None:
    read = api.read_clause(written)
    clause = real_corpus().clause(PLAN_ID, "三（五）")
    text = real_corpus().documents[PLAN_ID].text
    assert read["text"] == text[clause.start : clause.end]
    assert (read["number"], read["heading"]) == ("咸政发〔2023〕9号", "农业农村节能减排工程")
    assert {duty["role"] for duty in read["duties"]} == {"分工", "继承"}
    assert "97" in {target["value"] for target in read["targets"]}


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (("read_clause", {"clause": "九（九）"}), "没有找到“九（九）”这一条，请写条款编号"),
        (("read_clause", {"clause": ""}), "没有找到“”这一条"),
        (("read_clause", {"clause": "三"}), "“三”分为三（一）、三（二）"),
        (("read_clause", {"clause": "二", "document": "no"}), "文件库里没有编号为 no 的文件。"),
        (("find_duties", {"role": "领导"}), "role 只能是牵头、分工、配合、继承之一，或不填。"),
        (("find_targets", {"clause": "九"}), "没有找到“九”这一条"),
        (("ask", {"question": "坏"}), "问题不能读取，请改写后重试。"),
    ],
)
def test_a_bad_call_is_one_sentence(
    api: PolicyApi, call: tuple[str, dict[str, str]], sentence: str
) -> None:
    name, arguments = call
    with pytest.raises(gr.Error) as caught:
        getattr(api, name)(**arguments)
    assert str(caught.value.message).startswith(sentence)
    assert caught.value.print_exception is False


def test_duties_are_found_by_alias_role_and_place(api: PolicyApi) -> None:
    everything = api.find_duties()
    assert len(everything) > len(api.find_duties(department="市发改委")) > 0
    for row in api.find_duties(department="市发改委", role="牵头"):
        assert row["role"] == "牵头"
        assert "市发展和改革委员会" in row["matched"]
    assert {row["clause"] for row in api.find_duties(clause="五")} == {
        "五（一）",
        "五（二）",
        "五（三）",
    }
    assert api.find_duties(department="不存在的单位") == []


def test_targets_are_found_by_word_and_year(api: PolicyApi) -> None:
    found = api.find_targets(keyword="秸秆", year="2025")
    assert any(
        (row["indicator"], row["value"]) == ("全市主要农作物秸秆综合利用率", "97") for row in found
    )
    for row in api.find_targets():
        assert row["value"] in row["quote"]
    assert api.find_targets(year="1999") == []


# Over REST


def test_nothing_but_the_four_functions_is_public(client: Client, address: str) -> None:
    info = client.view_api(return_format="dict", print_info=False)
    assert isinstance(info, dict)
    assert {name.strip("/") for name in info["named_endpoints"]} == PUBLIC
    assert info["unnamed_endpoints"] == {}
    with urllib.request.urlopen(f"{address}gradio_api/openapi.json") as response:
        paths = json.load(response)["paths"]
    assert {path.rsplit("/", 1)[1] for path in paths if "/call/v2/" in path} == PUBLIC


def test_a_client_calls_by_parameter_names(client: Client) -> None:
    answer = client.predict(question="谁负责秸秆禁烧？", api_name="/ask")
    assert answer["status"] == "answered"
    assert {citation["clause"] for citation in answer["citations"]} >= {"三（五）", "三（七）"}
    further = client.predict(
        question="那目标是多少？", earlier_questions=["秸秆综合利用率"], api_name="/ask"
    )
    assert "97%" in further["answer"]
    clause = client.predict(clause="三（五）", api_name="/read_clause")
    assert clause["text"].startswith("因地制宜")
    duties = client.predict(department="市煤炭工业局", api_name="/find_duties")
    assert duties
    assert client.predict(keyword="秸秆", api_name="/find_targets")[0]["unit"] == "%"


def test_a_bad_call_over_rest_gets_the_sentence(client: Client) -> None:
    with pytest.raises(AppError, match="没有找到“九（九）”这一条"):
        client.predict(clause="九（九）", api_name="/read_clause")


def test_plain_http_works_as_documented(address: str) -> None:
    call = urllib.request.Request(
        f"{address}gradio_api/call/v2/find_targets",
        data=json.dumps({"keyword": "秸秆"}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(call) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{address}gradio_api/call/find_targets/{event}") as response:
        lines = response.read().decode("utf-8").splitlines()
    assert lines[0] == "event: complete"
    [rows] = json.loads(lines[1].removeprefix("data: "))
    assert rows[0]["document"] == PLAN_ID


# The page about them


def read(address: str, accept: str = "text/html") -> str:
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request) as response:
        return str(response.read().decode("utf-8"))


@pytest.mark.parametrize("path", ["gradio_api", "gradio_api/", "gradio_api/mcp/", "?view=api"])
def test_a_browser_gets_the_chinese_page(address: str, path: str) -> None:
    html = read(address + path)
    assert "<h1>接口说明</h1>" in html
    assert f"{address}gradio_api/mcp/" in html
    for name in PUBLIC:
        assert f"<code>{name}</code>" in html
    # Nothing is loaded from anywhere, this host included.
    assert not re.search(r"<(script|link|img)|url\(|@import", html)
    links = re.findall(r'href="([^"]+)"', html)
    assert all(link.startswith(address) for link in links)


def test_the_page_describes_every_parameter() -> None:
    html = render_page("http://example.invalid")
    for name in PUBLIC:
        for parameter in inspect.signature(getattr(PolicyApi, name)).parameters:
            if parameter != "self":
                assert f"<td><code>{parameter}</code></td>" in html
    assert html.count("<td>必填</td>") == 2


def test_the_page_cannot_be_made_to_carry_markup(address: str) -> None:
    request = urllib.request.Request(
        f"{address}gradio_api/", headers={"X-Forwarded-Host": '"><script>alert(1)</script>'}
    )
    with urllib.request.urlopen(request) as response:
        assert "<script" not in response.read().decode("utf-8")


def test_no_other_list_of_addresses_is_served(address: str) -> None:
    for path in ("openapi.json", "docs", "redoc", "monitoring"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            read(address + path)
        assert caught.value.code in (403, 404)


# Over MCP


def over_mcp(address: str, *calls: tuple[str, dict[str, Any]]) -> tuple[Any, list[Any]]:
    """Return what the server lists and what it answers to the calls."""

    async def talk() -> tuple[Any, list[Any]]:
        async with (
            streamable_http_client(f"{address}gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            return tools, [await session.call_tool(name, given) for name, given in calls]

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, talk()).result()


def test_an_mcp_client_finds_the_four_tools_described_in_both_languages(address: str) -> None:
    tools, _ = over_mcp(address)
    assert {tool.name for tool in tools} == PUBLIC
    for tool in tools:
        assert any("一" <= character <= "鿿" for character in tool.description)
        assert any(character.isascii() and character.isalpha() for character in tool.description)
        for name, parameter in tool.inputSchema["properties"].items():
            described = parameter.get("description", "")
            assert described.endswith("."), f"{tool.name}.{name}: {described}"
    required = {tool.name: tool.inputSchema.get("required", []) for tool in tools}
    assert required == {
        "ask": ["question"],
        "read_clause": ["clause"],
        "find_duties": [],
        "find_targets": [],
    }


def test_an_mcp_client_calls_every_tool(address: str) -> None:
    _, results = over_mcp(
        address,
        ("ask", {"question": "谁负责秸秆禁烧？"}),
        ("read_clause", {"clause": "三（五）"}),
        ("find_duties", {"department": "市煤炭工业局"}),
        ("find_targets", {"keyword": "秸秆"}),
        ("read_clause", {"clause": "九（九）"}),
    )
    answer, clause, duties, targets, missing = results
    assert not any(result.isError for result in results[:4])
    assert "三（五）" in answer.content[0].text
    assert "因地制宜" in clause.content[0].text
    assert "市煤炭工业局" in duties.content[0].text
    assert "97" in targets.content[0].text
    assert missing.isError
    assert "没有找到“九（九）”这一条" in missing.content[0].text
