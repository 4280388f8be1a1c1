"""What is found in Python files as a sentence for people, and what is said of a catalogue that does not fit."""

from pathlib import Path

import pytest

from openjmo.platform import catalogues
from openjmo.platform.extraction import sentences_in


def found_in(folder: Path, **files: str) -> tuple[set[str | tuple[str, str]], int]:
    """The sentences in these files, and how many texts cannot be translated."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    found = sentences_in(sorted(folder.glob("*.py"))).values()
    return {sentence.text for sentences, _ in found for sentence in sentences}, sum(len(complaints) for _, complaints in found)


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ('gettext("Satu")', {"Satu"}),
        ('gettext("Satu" " dua")', {"Satu dua"}),
        ('translation.gettext("Satu")', {"Satu"}),
        ('gettext("Satu" if x else "Dua")', {"Satu", "Dua"}),
        ('ngettext("%(count)s hari", "%(count)s hari", n)', {("%(count)s hari", "%(count)s hari")}),
        ('[gettext(name) for name in ("satu", "dua")]', {"satu", "dua"}),
        ('[gettext(name) for key, name in (("a", "satu"), ("b", "dua"))]', {"satu", "dua"}),
        ('raise Refusal("Satu.", code="x.y", fix="Dua.", field="nik")', {"Satu.", "Dua."}),
        ('raise InvalidInput(message="Satu.", code="x")', {"Satu."}),
        ('class Mine(Trouble):\n    pass\nraise Mine("Satu.")', {"Satu."}),
        ('declare("code", title="Satu", body="Dua")', {"Satu", "Dua"}),
        ('class Check(NamedTuple):\n    code: str\n    message: str\n    fix: str\nCheck("a", "Satu.", "Dua.")', {"Satu.", "Dua."}),
        ('FIX = "Satu."\nraise InvalidInput("Dua.", fix=FIX)', {"Satu.", "Dua."}),
        (
            'def wrong(at, text, *, fix=""):\n    return InvalidInput(text, fix=fix)\nwrong("a", "Satu.", fix="Dua.")',
            {"Satu.", "Dua."},
        ),
        ('class A:\n    def _no(self, text):\n        return Refusal(text)\n    def b(self):\n        self._no("Satu.")', {"Satu."}),
        ('def f():\n    text = "bukan"\ndef g():\n    text = "Satu"\n    return gettext(text)', {"Satu"}),
        ('print("not for people", fix="no")', set()),
        ('log.info("a", extra={"message": "b"})', set()),
        ("gettext(failure.message)", set()),
        ('InvalidInput("Satu.", fix="")', {"Satu."}),
    ],
)
def test_a_sentence_is_found_wherever_it_goes_in(tmp_path: Path, code: str, sentences: set[str | tuple[str, str]]) -> None:
    # What is asked of a class of failures is known because core.errors is read along with the rest.
    errors = "class InvalidInput(Failure): pass\nclass Refusal(Failure): pass\nclass Trouble(Failure): pass\n"
    assert found_in(tmp_path, errors=errors, given=code) == (sentences, 0)


def test_a_function_of_another_file_that_hands_on_is_known(tmp_path: Path) -> None:
    words = "def put(text, values):\n    return gettext(text)\n"
    assert found_in(tmp_path, a_page='put("Satu", {})', words=words)[0] == {"Satu"}


def test_a_private_name_of_another_file_is_not_meant(tmp_path: Path) -> None:
    words = "def _put(text):\n    return gettext(text)\n"
    assert found_in(tmp_path, a_page='_put("not a sentence")', words=words)[0] == set()


@pytest.mark.parametrize("code", ['gettext(f"Satu {x}")', 'gettext("Satu " + x)', 'gettext("Satu %s" % x)', 'gettext("Satu {}".format(x))'])
def test_what_is_put_together_first_is_a_complaint(tmp_path: Path, code: str) -> None:
    assert found_in(tmp_path, given=code) == (set(), 1)


@pytest.fixture
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one file and one template, and where its English stands."""
    monkeypatch.setattr(catalogues, "HOME", tmp_path / "app")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "app" / "locale")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "code.py").write_text('gettext("Bayar %(amount)s.")\nngettext("%(count)s hari", "%(count)s hari", n)\n')
    (tmp_path / "app" / "page.html").write_text('<p>{{ _("Saldo Anda") }}</p>')
    return tmp_path / "app" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def put(po: Path, sentence: str, words: str) -> None:
    """Translate one sentence."""
    before = po.read_text()
    after = before.replace(f'msgid "{sentence}"\nmsgstr ""', f'msgid "{sentence}"\nmsgstr "{words}"')
    assert after != before
    po.write_text(after)


def test_extraction_keeps_what_people_wrote(language: Path) -> None:
    assert len(catalogues.missing("en")) == 3
    assert catalogues.extract("en") == (3, 3)
    put(language, "Saldo Anda", "Your balance")
    assert catalogues.extract("en") == (3, 2)
    once = language.read_text()
    catalogues.extract("en")
    assert language.read_text() == once
    (language.parents[3] / "page.html").write_text("<p></p>")
    assert catalogues.extract("en") == (2, 2)
    assert "Your balance" not in language.read_text()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("Pay %(amount)s.", ""),
        ("Pay.", "other places"),
        ("Pay %(sum)s.", "other places"),
        ("Pay %(amount)s and %(amount)s.", "other places"),
        ("Pay 100% of %(amount)s.", "percent sign"),
    ],
)
def test_a_translation_must_fit_its_sentence(language: Path, words: str, complaint: str) -> None:
    catalogues.extract("en")
    put(language, "Bayar %(amount)s.", words)
    said = [line for line in catalogues.missing("en") if "Bayar" in line or "Pay" in line]
    assert (complaint in said[0]) if complaint else not said


def test_a_doubtful_translation_is_missing(language: Path) -> None:
    catalogues.extract("en")
    put(language, "Saldo Anda", "Your balance")
    language.write_text(language.read_text().replace('msgid "Saldo Anda"', '#, fuzzy\nmsgid "Saldo Anda"'))
    assert any("fuzzy" in line and "Saldo Anda" in line for line in catalogues.missing("en"))
