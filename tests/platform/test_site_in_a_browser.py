"""The harness of browser tests itself: the real application, the system's Chromium, a network that is closed."""

import socket

import pytest
from playwright.sync_api import Error, Page


def test_browser_meets_the_product_in_indonesian(page: Page) -> None:
    page.goto("/readyz")
    assert '"database": true' in page.content()


def test_browser_reaches_nothing_beyond_this_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")


def test_test_itself_reaches_nothing_beyond_this_machine() -> None:
    with pytest.raises(RuntimeError, match="network is closed"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="network is closed"):
        socket.getaddrinfo("example.org", 80)
