"""Browsers by what they say of themselves."""

import pytest

from openjmo.domains.identity.browsers import Browser, browser_of

_ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "name", "system"),
    [
        (f"{_ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
        (f"{_ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 CriOS/126 Mobile Safari/604.1", "Chrome", "iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox", "Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126.0", "Edge", "Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/17.5 Safari/605", "Safari", "Mac"),
        ("curl/8.6.0", "", ""),
        ("", "", ""),
    ],
)
def test_named_in_two_words_or_not_at_all(said: str, name: str, system: str) -> None:
    assert browser_of(said) == Browser(name, system)
