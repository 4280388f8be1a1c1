"""What every test may rely on: a real database, a closed network, a browser.

The network is closed to everything but this machine, warnings are errors (pyproject.toml), and nothing is mocked.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from openjmo.platform import catalogues
from tests import databases, website

_OWN_DATABASE = f"test_{os.getpid()}"


def _close_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells this function about every connection before it is made."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not _is_this_machine(str(address[0])):
            raise RuntimeError(f"A test tried to reach {address[0]}: the network is closed.")
    elif event == "socket.getaddrinfo" and arguments[0] is not None and not _is_this_machine(_as_text(arguments[0])):
        raise RuntimeError(f"A test asked where {_as_text(arguments[0])} is: the network is closed.")


def _as_text(host: str | bytes) -> str:
    return host.decode() if isinstance(host, bytes) else host


def _is_this_machine(host: str) -> bool:
    if host in {"", "localhost"} or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


def _answered_as_the_web(get_response: Callable[[ClientHandler, HttpRequest], Any]) -> Callable[[ClientHandler, HttpRequest], Any]:
    """What the test client asks is answered with the rights of the web, though the test itself acts as the owner."""

    @wraps(get_response)
    def answered(handler: ClientHandler, request: HttpRequest) -> Any:  # noqa: ANN401 - as Django has it
        with website.acting_as_the_web():
            return get_response(handler, request)

    return answered


def _renew_database(_case: TransactionTestCase) -> None:
    databases.renew(_OWN_DATABASE)


def pytest_configure(config: pytest.Config) -> None:
    """Close the network for good, and give a test that commits a fresh database afterwards instead of emptied tables.

    Translations are compiled first: in a fresh clone there are none yet, and what is loaded once is kept.
    """
    del config
    catalogues.compile_changed()
    sys.addaudithook(_close_the_network)
    TransactionTestCase._fixture_teardown = _renew_database  # type: ignore[attr-defined]
    ClientHandler.get_response = _answered_as_the_web(ClientHandler.get_response)  # type: ignore[method-assign, assignment]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: our own server and a copy of the migrated template."""
    del django_test_environment
    with databases.running_server():
        with django_db_blocker.unblock():
            databases.renew(_OWN_DATABASE)
        yield
        with django_db_blocker.unblock():
            databases.drop(_OWN_DATABASE)


@pytest.fixture
def as_app_role(db: None) -> Iterator[None]:
    """The test acts with the rights of the web instead of the owner's."""
    del db
    yield from _acting_as(settings.OPENJMO_DB_APP_ROLE)


@pytest.fixture
def as_worker_role(db: None) -> Iterator[None]:
    """The test acts with the rights of worker and commands instead of the owner's."""
    del db
    yield from _acting_as(settings.OPENJMO_DB_WORKER_ROLE)


def _acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    yield
    # In a broken transaction nothing can be said, and its rollback takes the role back anyway.
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture(scope="session")
def _served_site() -> Iterator[str]:
    with website.served() as address:
        yield address


@pytest.fixture
def site(transactional_db: None, _served_site: str) -> str:
    """The address of the product, served from a database that this test may fill and that is renewed after it."""
    del transactional_db
    return _served_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=website.chromium(), args=website.BROWSER_FLAGS)
        yield running
        running.close()


def _is_about_status(said: ConsoleMessage) -> bool:
    """The browser repeats every status of 400 and more; a test may well visit a page that refuses."""
    return said.text.startswith("Failed to load resource")


def _is_missing_part(answer: Response) -> bool:
    """A style, script, font or picture that a page asks for and does not get."""
    parts = {"stylesheet", "script", "font", "image", "manifest"}
    return answer.status >= HTTPStatus.BAD_REQUEST and answer.request.resource_type in parts and not answer.url.endswith("/favicon.ico")


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh visitor with a small Indonesian phone. Anything the browser complains about fails the test."""
    context = browser.new_context(
        base_url=site, viewport={"width": 360, "height": 740}, locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce"
    )
    visitor = context.new_page()
    complaints: list[str] = []
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.on("console", lambda said: complaints.append(said.text) if said.type == "error" and not _is_about_status(said) else None)
    visitor.on("response", lambda answer: complaints.append(f"{answer.status} {answer.url}") if _is_missing_part(answer) else None)
    yield visitor
    context.close()
    assert complaints == []
