"""Keys of forms are Django's own: taken by it, new for every page, and no sign likelier than another."""

from __future__ import annotations

from collections import Counter

from django.middleware.csrf import CSRF_ALLOWED_CHARS, _does_token_match  # type: ignore[attr-defined] # what Django itself asks
from django.test import RequestFactory

from openjmo.platform.form_key import _drawn, form_key

SECRET = "abcdefghijklmnopqrstuvwxyzABCDEF"


def test_django_takes_it_and_no_other_secret_does() -> None:
    request = RequestFactory().get("/")
    request.META["CSRF_COOKIE"] = SECRET
    keys = [form_key(request) for _ in range(200)]
    assert len(set(keys)) == 200
    assert all(_does_token_match(key, SECRET) for key in keys)
    assert not any(_does_token_match(key, SECRET[::-1]) for key in keys)
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"] is True


def test_a_browser_without_a_secret_gets_one_from_django() -> None:
    request = RequestFactory().get("/")
    key = form_key(request)
    assert _does_token_match(key, request.META["CSRF_COOKIE"])


def test_every_sign_is_as_likely_as_any_other() -> None:
    counted = Counter(place for _ in range(2_000) for place in _drawn())
    expected = 2_000 * 32 / len(CSRF_ALLOWED_CHARS)
    assert set(counted) == set(range(len(CSRF_ALLOWED_CHARS)))
    assert all(abs(count - expected) < 0.2 * expected for count in counted.values())
