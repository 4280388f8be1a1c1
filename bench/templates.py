"""How fast a page is drawn: Django's templates, Jinja2 asking gettext, and Jinja2 with sentences folded in.

One page of about 12 KB with 60 sentences, 20 of them with a value, drawn without requests or database, so that only the
engines differ. Prints renders per second (median of five interleaved runs) and ratios. Decision note 0001 rests on it.
"""

import os
import statistics
import time
from collections.abc import Callable
from gettext import NullTranslations

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import trans_real
from jinja2 import Environment

django.setup()

from openjmo.platform.folding import FoldingEnvironment  # noqa: E402 - after the setup

SENTENCES = 40
WITH_VALUE = 20
SECONDS_PER_RUN = 1.0
RUNS = 5
FILLER = '<p class="baris angka"><span class="label">Keterangan tambahan tentang saldo, iuran dan hasil pengembangan.</span></p>'


def page(sentence: Callable[[int], str], with_value: Callable[[int], str]) -> str:
    """The source of the page in one engine's own writing."""
    plain = "".join(f'<section id="s{number}"><h2>{sentence(number)}</h2>{FILLER}</section>' for number in range(SENTENCES))
    filled = "".join(f'<section id="v{number}"><h2>{with_value(number)}</h2>{FILLER}</section>' for number in range(WITH_VALUE))
    return f"<!doctype html><html><body>{plain}{filled}</body></html>"


def english() -> dict[str, str]:
    """A translation for every sentence, as a finished catalogue has."""
    plain = {f"Kalimat nomor {number} di halaman saldo": f"Sentence number {number} on the page" for number in range(SENTENCES)}
    filled = {f"Halo %(name)s, ini kalimat {number}": f"Hello %(name)s, sentence {number}" for number in range(WITH_VALUE)}
    return plain | filled


class Catalogue(NullTranslations):
    """The same translations for the folding environment."""

    def gettext(self, message: str) -> str:
        """The translation."""
        return english().get(message, message)


def engines() -> dict[str, Callable[[], str]]:
    """A function per engine that draws the page once."""
    values = {"name": "Siti <Aminah>"}
    with_django = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(
        "{% load i18n %}"
        + page(
            lambda n: f'{{% translate "Kalimat nomor {n} di halaman saldo" %}}',
            lambda n: f"{{% blocktranslate %}}Halo {{{{ name }}}}, ini kalimat {n}{{% endblocktranslate %}}",
        )
    )
    source = page(
        lambda n: f'{{{{ _("Kalimat nomor {n} di halaman saldo") }}}}',
        lambda n: f'{{{{ _("Halo %(name)s, ini kalimat {n}", name=name) }}}}',
    )
    asking = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    asking.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    with_gettext = asking.from_string(source)
    folding = FoldingEnvironment(autoescape=True)
    folding.catalogue = Catalogue()
    folded = folding.from_string(source)
    return {
        "Django templates": lambda: with_django.render(Context(values)),
        "Jinja2, gettext at render": lambda: with_gettext.render(values),
        "Jinja2, folded": lambda: folded.render(values),
    }


def speed(draw: Callable[[], str]) -> float:
    """Renders per second over one run."""
    count = 0
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS_PER_RUN:
        draw()
        count += 1
    return count / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    trans_real.translation("en")._catalog._catalogs[0].update(english())  # type: ignore[attr-defined]  # noqa: SLF001 - no other way in
    contestants = engines()
    with translation.override("en"):
        sizes = {len(draw()) for draw in contestants.values()}
        assert len(sizes) == 1, "the engines drew different pages"
        runs: dict[str, list[float]] = {name: [] for name in contestants}
        for _run in range(RUNS):
            for name, draw in contestants.items():
                runs[name].append(speed(draw))
    base = statistics.median(runs["Django templates"])
    print(f"page of {sizes.pop():,} bytes, {SENTENCES + WITH_VALUE} sentences")
    for name, figures in runs.items():
        middle = statistics.median(figures)
        print(f"{name:28} {middle:9,.0f} /s   {middle / base:6.1f} x Django   spread {min(figures):,.0f} to {max(figures):,.0f}")


if __name__ == "__main__":
    main()
