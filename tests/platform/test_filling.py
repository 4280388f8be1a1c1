"""Kept pages: the very text that drawing anew gives, and never somebody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from openjmo.platform import templating
from openjmo.platform.filling import Own, cut, put_together, shape, with_places
from openjmo.platform.templating import FoldedTemplates, filled

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12).map(Own)
PAGE = "participant/saldo.html"


def _backend() -> FoldedTemplates:
    found = engines["folded"]
    assert isinstance(found, FoldedTemplates)
    return found


@pytest.fixture
def request_of() -> HttpRequest:
    return _request()


def _request(path: str = "/jht") -> HttpRequest:
    request = RequestFactory().get(path)
    request.META["CSRF_COOKIE"] = "a" * 32
    return request


def _named(*names: str) -> Any:  # noqa: ANN401 - Hypothesis
    return st.fixed_dictionaries(dict.fromkeys(names, TEXTS))


CONTEXTS = st.fixed_dictionaries(
    {
        "is_matching": st.just(False),
        "unread_count": st.integers(0, 101),
        "amounts_hidden": st.booleans(),
        "cards": st.lists(st.tuples(TEXTS, TEXTS, st.booleans()), max_size=3),
        "only_card": st.one_of(st.just(""), TEXTS),
        "balance": st.fixed_dictionaries(
            {
                **dict.fromkeys(("total", "worker", "employer", "returns", "claims", "as_of"), TEXTS),
                "worker_rate": st.sampled_from(["", "2%"]),
                "employer_rate": st.sampled_from(["", "3,7%"]),
            }
        ),
        "in_process": st.lists(_named("label", "detail", "amount"), max_size=3),
        "years": st.lists(_named("year", "contributions", "returns"), max_size=4),
        "bars": TEXTS,
        "rules_version": st.just("abc & 1"),
        "merged": st.one_of(st.just(""), TEXTS),
        "unjoined": st.lists(TEXTS, max_size=3),
        "zero_reason": st.one_of(st.none(), _named("text", "label", "amount", "on", "href")),
        "latency": st.sampled_from(["", "Diukur."]),
        "updates": st.lists(_named("title", "text").map(lambda told: {**told, "level": "info"}), max_size=2),
        "proof": st.one_of(st.none(), _named("label", "href")),
    }
)


@settings(max_examples=150, deadline=None)
@given(context=CONTEXTS, others=CONTEXTS, language=st.sampled_from(["id", "en"]), path=st.sampled_from(["/jht", "/jht?kartu=A&b=<c>"]))
def test_a_kept_page_is_the_page_drawn_anew(context: dict[str, Any], others: dict[str, Any], language: str, path: str) -> None:
    """With another's texts in between, which are of the same shape when the two happen to be, and the same again."""
    with translation.override(language), pytest.MonkeyPatch.context() as patch:
        patch.setattr(templating, "form_key", lambda _request: "kunci")
        anew = _backend().get_template(PAGE).render(context, _request(path))
        pages = [filled(_request(path), PAGE, one) for one in (context, others, context)]
        assert pages[0] == pages[2] == anew


def test_two_people_of_one_shape_share_the_page_and_nothing_in_it(request_of: HttpRequest) -> None:
    backend = _backend()
    template = backend.from_string("<p>{{ name }}</p>{% for line in lines %}<b>{{ line.amount }}</b>{% endfor %}{{ name }}")
    kept = template.template.environment.kept  # type: ignore[attr-defined] # of our own environment
    kept.clear()
    siti = template.filled({"name": Own("Siti <1>"), "lines": [{"amount": Own("Rp1")}]}, request_of)
    budi = template.filled({"name": Own("Budi"), "lines": [{"amount": Own("Rp2")}]}, request_of)
    assert len(kept) == 1
    assert siti == "<p>Siti &lt;1&gt;</p><b>Rp1</b>Siti &lt;1&gt;"
    assert budi == "<p>Budi</p><b>Rp2</b>Budi"
    assert "Siti" not in repr(kept)
    assert template.filled({"name": Own("Budi"), "lines": []}, request_of) == "<p>Budi</p>Budi"


def test_what_is_not_marked_is_never_met_by_another(request_of: HttpRequest) -> None:
    """A view that forgets to mark a name keeps one page for each name: slower, and right."""
    template = _backend().from_string("<p>{{ name }}</p>")
    for name in ("Siti", "Budi", "Siti"):
        assert template.filled({"name": name}, request_of) == f"<p>{name}</p>"


@pytest.mark.parametrize(
    "careless",
    [
        "{% if own == 'Siti' %}x{% endif %}",
        "{% if own in ['Siti'] %}x{% endif %}",
        "{{ own | length }}",
        "{% for sign in own %}x{% endfor %}",
        "{{ own[0] }}",
        "{% if own > 3 %}x{% endif %}",
        "{{ own + 1 }}",
        "{{ -own }}",
        "{{ {own: 1} }}",
    ],
)
def test_a_template_that_looks_into_what_is_marked_fails(request_of: HttpRequest, careless: str) -> None:
    with pytest.raises((TypeError, UndefinedError)):
        _backend().from_string(careless).filled({"own": Own("Siti")}, request_of)


def test_a_marked_text_is_never_empty(request_of: HttpRequest) -> None:
    with pytest.raises(ValueError, match="empty"):
        _backend().from_string("{% if own %}{{ own }}{% endif %}").filled({"own": Own("")}, request_of)


def test_a_marked_text_passes_the_filters_that_write_figures(request_of: HttpRequest) -> None:
    assert _backend().from_string("{{ own | rupiah }}, {{ own | tanggal }}").filled({"own": Own("Rp1")}, request_of) == "Rp1, Rp1"


def test_no_more_pages_are_kept_than_a_process_can_bear(request_of: HttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "MOST_KEPT", 3)
    template = _backend().from_string("{{ number }}")
    kept = template.template.environment.kept  # type: ignore[attr-defined] # of our own environment
    for number in range(10):
        assert template.filled({"number": number}, request_of) == str(number)
        assert len(kept) <= 3


def test_markup_stays_markup_and_its_places_are_found_again() -> None:
    own: list[str] = []
    told = {"chart": Own(Markup("<rect/>")), "name": Own("<b>")}
    assert shape(told, own) == shape({"chart": Own("x"), "name": Own("y")}, [])
    assert own == ["<rect/>", "&lt;b&gt;"]
    placed = with_places(told, [0])
    assert put_together(cut(f"<svg>{placed['chart']}</svg>{placed['name']}{placed['chart']}"), own) == "<svg><rect/></svg>&lt;b&gt;<rect/>"
