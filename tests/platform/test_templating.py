"""Templates: one compiled set per language, sentences folded in, values escaped, unknown names refused."""

import gettext
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import jinja2
import pytest
from django.template import TemplateDoesNotExist, engines
from django.test import RequestFactory
from django.utils import translation
from markupsafe import Markup

from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.platform.folding import FoldingEnvironment
from openjmo.platform.templating import FoldedTemplates, environment_for

ENGLISH = {
    "Saldo Anda": "Your balance",
    "Halo %(name)s, %(count)s pesan": "%(count)s messages for %(name)s",
    "100%% milik %(name)s": "100%% owned by %(name)s",
    "Baca <b>ini</b>": "Read <b>this</b>",
}


class English(gettext.NullTranslations):
    """A catalogue that counts how often it is asked."""

    asked = 0

    def gettext(self, message: str) -> str:
        self.asked += 1
        return ENGLISH.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        del msgid2
        self.asked += 1
        return {"%(count)s hari": "one day" if n == 1 else "%(count)s days"}.get(msgid1, msgid1)


@pytest.fixture
def english() -> FoldingEnvironment:
    environment = FoldingEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.catalogue = English()
    return environment


Render = Callable[..., str]


@pytest.fixture
def render(english: FoldingEnvironment) -> Render:
    return lambda source, **context: english.from_string(source).render(**context)


def test_sentence_is_translated_when_compiled_and_never_at_render_time(english: FoldingEnvironment) -> None:
    template = english.from_string("""<p title="{{ _('Saldo Anda') }}">{{ _("Saldo Anda") }}: {{ amount }}</p>""")
    catalogue = english.catalogue
    assert isinstance(catalogue, English)
    asked = catalogue.asked
    assert asked == 2
    assert template.render(amount=5) == '<p title="Your balance">Your balance: 5</p>'
    assert catalogue.asked == asked


def test_constant_sentence_becomes_one_piece_with_the_markup_around_it(english: FoldingEnvironment) -> None:
    compiled = english.compile("<h1>{{ _('Saldo Anda') }}</h1>", raw=True)
    assert "'<h1>Your balance</h1>'," in compiled


def test_missing_translation_shows_the_indonesian_sentence(render: Render) -> None:
    assert render("{{ _('Belum diterjemahkan') }}") == "Belum diterjemahkan"


def test_values_may_change_places_and_are_escaped(render: Render) -> None:
    source = "{{ _('Halo %(name)s, %(count)s pesan', name=name, count=2) }}"
    assert render(source, name="<i>Siti</i>") == "2 messages for &lt;i&gt;Siti&lt;/i&gt;"
    assert render(source, name=Markup("<i>Siti</i>")) == "2 messages for <i>Siti</i>"


def test_values_are_escaped_when_the_sentence_is_kept_in_a_variable_or_passed_on(render: Render) -> None:
    assert render("{% set s = _('100%% milik %(name)s', name=name) %}{{ s }}", name="<x>") == "100% owned by &lt;x&gt;"
    assert render("{% macro b(t) %}[{{ t }}]{% endmacro %}{{ b(_('Baca <b>ini</b>')) }}") == "[Read <b>this</b>]"


def test_format_filter_works_on_a_folded_sentence(render: Render) -> None:
    assert render("{{ _('Langkah %(now)s') | format(now=now) }}", now="<1>") == "Langkah &lt;1&gt;"


@pytest.mark.parametrize(("count", "shown"), [(0, "0 days"), (1, "one day"), (2, "2 days"), (101, "101 days")])
def test_number_takes_the_form_of_the_language(render: Render, count: int, shown: str) -> None:
    assert render("{{ ngettext('%(count)s hari', '%(count)s hari', n) }}", n=count) == shown


@pytest.mark.parametrize(
    "source",
    [
        "{{ _(word) }}",
        "{{ _('a' ~ word) }}",
        "{{ _('Halo %(name)s', other=1) }}",
        "{{ _('50% dari %(name)s', name=1) }}",
        "{{ _('a', 'b') }}",
        "{{ _() }}",
        "{{ ngettext('a', 'b') }}",
        "{{ ngettext(word, 'b', 1) }}",
    ],
)
def test_sentence_that_could_not_be_found_or_filled_is_refused_when_compiled(render: Render, source: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError):
        render(source, word="x")


def test_page_follows_the_active_language(folded: FoldedTemplates) -> None:
    template = "{{ lang }} {{ d | tanggal }} {{ d | tanggal_panjang }} {{ m | bulan }} {{ t | jam }} {{ t | waktu }}"
    context = {"d": date(2026, 8, 17), "m": Month(2026, 8), "t": datetime(2026, 8, 16, 17, 5, tzinfo=UTC)}
    with translation.override("id"):
        assert (
            folded.from_string(template).render(context) == "id 17 Agu 2026 17 Agustus 2026 Agustus 2026 00.05 WIB 17 Agu 2026, 00.05 WIB"
        )
    with translation.override("en"):
        assert folded.from_string(template).render(context) == "en 17 Aug 2026 17 August 2026 August 2026 00:05 WIB 17 Aug 2026, 00:05 WIB"
    with translation.override("fr"):
        assert folded.from_string("{{ lang }}").render({}) == "id"


def test_money_is_written_by_the_one_function_for_it(folded: FoldedTemplates) -> None:
    amount = Money(4_821_673_005)
    assert folded.from_string("{{ a | rupiah }} {{ a | rupiah_sen }}").render({"a": amount}) == "Rp48.216.730 Rp48.216.730,05"


def test_moment_without_a_zone_is_refused(folded: FoldedTemplates) -> None:
    with pytest.raises(ValueError, match="time zone"):
        folded.from_string("{{ t | jam }}").render({"t": datetime(2026, 8, 16, 17, 5)})  # noqa: DTZ001 - the point of the test


def test_urls_static_files_and_csrf_are_at_hand(folded: FoldedTemplates) -> None:
    request = RequestFactory().get("/")
    shown = folded.from_string("{{ url('healthz') }} {{ static('openjmo/openjmo.css') }} {{ csrf_input }}").render({}, request)
    assert shown.startswith('/healthz /static/openjmo/openjmo.css <input type="hidden" name="csrfmiddlewaretoken"')


def test_unknown_name_is_an_error_not_a_blank(folded: FoldedTemplates) -> None:
    with pytest.raises(jinja2.UndefinedError):
        folded.from_string("{{ saldo }}").render({})


def test_missing_template_is_told_the_way_django_expects(folded: FoldedTemplates) -> None:
    with pytest.raises(TemplateDoesNotExist):
        folded.get_template("nowhere/nothing.html")


def test_text_messages_are_not_escaped_and_pages_are(tmp_path: Path) -> None:
    for name in ("pesan.txt", "halaman.html"):
        (tmp_path / name).write_text("{{ _('Halo %(name)s', name=name) }}")
    environment = environment_for("id", [tmp_path])
    assert environment.get_template("pesan.txt").render(name="A & B") == "Halo A & B"
    assert environment.get_template("halaman.html").render(name="A & B") == "Halo A &amp; B"


@pytest.fixture
def folded() -> FoldedTemplates:
    engine = engines["folded"]
    assert isinstance(engine, FoldedTemplates)
    return engine


MACROS = """
{% macro plain(text, kind="info", loud=false) %}<b class="{{ kind }}">{% if loud and text %}!{% endif %}{{ text }}</b>{% endmacro %}
{% macro listed(items) %}{% for one in items %}{{ loop.index }}{{ one }};{% endfor %}{% endmacro %}
{% macro around(title) %}<i>{{ title }}{{ caller() }}</i>{% endmacro %}
{% macro strict(name) %}{{ {"a": "A"}[name] }}{% endmacro %}
"""
IMPORTS = '{% from "macros.html" import plain, listed, around, strict %}'


@pytest.fixture
def written_out() -> Callable[..., str]:
    """Renders with macros at hand, and once more with plain Jinja2, which must give the same."""
    files = {"macros.html": MACROS}
    ours = FoldingEnvironment(loader=jinja2.DictLoader(files), autoescape=True, undefined=jinja2.StrictUndefined)
    plain = jinja2.Environment(loader=jinja2.DictLoader(files), autoescape=True, undefined=jinja2.StrictUndefined)
    ours.auto_reload = False

    def render(source: str, **values: object) -> str:
        shown = ours.from_string(IMPORTS + source).render(**values)
        assert shown == plain.from_string(IMPORTS + source).render(**values)
        return shown

    return render


def test_macros_and_loops_that_are_written_out_show_the_same(written_out: Callable[..., str]) -> None:
    assert written_out('{{ plain("<x>") }}') == '<b class="info">&lt;x&gt;</b>'
    assert written_out("{{ plain(name, loud=true) }}{{ plain(name, 'bad') }}", name="<y>") == (
        '<b class="info">!&lt;y&gt;</b><b class="bad">&lt;y&gt;</b>'
    )
    assert written_out("{{ listed(names) }}{{ names[0] }}", names=["p", "q"]) == "1p;2q;p"
    assert written_out(
        '{% for key, word in [("a", "x"), ("b", "y")] %}{{ key }}{% if key == chosen %}*{% endif %}{{ word }} {% endfor %}', chosen="b"
    )
    assert written_out('{% for one in ["a", "b"] %}{{ loop.index }}{{ one }}{% endfor %}') == "1a2b"
    assert written_out("{% for one in [] %}x{% else %}none{% endfor %}") == "none"
    assert written_out('{% call around("t") %}{{ word }}{% endcall %}', word="<w>") == "<i>t&lt;w&gt;</i>"
    assert written_out("{{ listed([plain(word)]) }}", word="<w>") == '1<b class="info">&lt;w&gt;</b>;'
    assert written_out("{% set text = 'outer' %}{{ plain('inner') }}{{ text }}").endswith("outer")
    assert written_out("{% for plain in names %}{{ plain }}{% endfor %}", names=["p"]) == "p"


def test_what_is_wrong_with_a_constant_call_is_told_when_the_page_is_drawn(written_out: Callable[..., str]) -> None:
    with pytest.raises(jinja2.UndefinedError):
        written_out('{{ strict("b") }}')
