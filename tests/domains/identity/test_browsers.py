"""Browsers by what they say of themselves."""

import pytest

from openjmo.domains.identity.browsers import Browser, Engine, browser_of, engine_of

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


@pytest.mark.parametrize(
    ("said", "engine", "version"),
    [
        (f"{_ANDROID} Chrome/98.0.4758.101 Mobile Safari/537.36", Engine.CHROMIUM, (98, 0)),
        (f"{_ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", Engine.CHROMIUM, (121, 0)),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126.0", Engine.CHROMIUM, (126, 0)),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_3_1 like Mac OS X) AppleWebKit/605 CriOS/126 Mobile Safari/604.1", Engine.WEBKIT, (15, 3)),
        ("Mozilla/5.0 (iPad; CPU OS 16 like Mac OS X) AppleWebKit/605 Version/16.0 Mobile Safari/604.1", Engine.WEBKIT, (16, 0)),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/17.5.1 Safari/605", Engine.WEBKIT, (17, 5)),
        ("Mozilla/5.0 (Android 11; Mobile; rv:96.0) Gecko/96.0 Firefox/96.0", Engine.FIREFOX, (96, 0)),
    ],
)
def test_the_engine_is_told_whatever_the_browser_is_called(said: str, engine: Engine, version: tuple[int, int]) -> None:
    assert engine_of(said) == (engine, version)


@pytest.mark.parametrize(
    "said", ["", "curl/8.6.0", "Opera/9.80 (Android; Opera Mini/36.2) Presto/2.12 Version/12.16", "Chrome/" + "9" * 5_000]
)
def test_an_engine_that_is_not_known_is_not_guessed(said: str) -> None:
    assert engine_of(said) is None or engine_of(said) == (Engine.CHROMIUM, (9999, 0))
