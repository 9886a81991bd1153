"""What all tests share: engines, each opened once, and one served page in one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from answer_helpers import OTHER

from policyqa.answering.engine import Engine
from policyqa.interface.examples import load_examples
from policyqa.interface.feedback import FeedbackStore
from policyqa.settings import ROOT, load_settings
from tests.browser import DESKTOP, PHONE, chromium, chromium_path, opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index") / "store"


@pytest.fixture(scope="session")
def engine(index_folder: Path) -> Engine:
    """The real engine over the shipped plan."""
    return Engine.open(load_settings(corpus=ROOT / "corpus", index=index_folder), progress=False)


@pytest.fixture(scope="session")
def other_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The real engine over two invented documents: a county's rules and another city's plan."""
    index = tmp_path_factory.mktemp("other") / "store"
    return Engine.open(load_settings(corpus=OTHER, index=index), progress=False)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> FeedbackStore:
    """Where the served page keeps ratings."""
    return FeedbackStore(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def address(engine: Engine, store: FeedbackStore) -> Iterator[str]:
    """The address of the page, served with the real engine."""
    with served(engine, load_examples(ROOT / "corpus"), store) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine")
    with chromium() as browser:
        yield browser


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page as a new visitor opens it, once wide and once narrow."""
    with opened(browser, address, request.param) as page:
        yield page
