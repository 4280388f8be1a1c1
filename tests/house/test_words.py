"""No sentence for people escapes translation: none bare in a template, none unmarked in code, none without its English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from openjmo.platform import catalogues

HOME = Path(__file__).parents[2] / "openjmo"
JINJA = Environment(autoescape=True)
TEMPLATES = sorted([*HOME.rglob("*.html"), *HOME.rglob("*.txt")])
TEMPLATES = [path for path in TEMPLATES if "portals" in path.parts and "static" not in path.parts and path.name != "gallery.html"]
"""The gallery is for whoever builds screens; production does not have it."""

SAME_IN_EVERY_LANGUAGE = {
    "OpenJMO",
    "NIK",
    "NPP",
    "KPJ",
    "CSV",
    "XLSX",
    "JHT",
    "PDF",
    "BPJS",
    "MB",
    "Rp",
    "nbsp",
    "middot",
    "amp",
    "Bahasa",
    "Indonesia",
    "English",
}
"""Names and abbreviations, and each language's own name."""

_WORDS = """
    yang dan atau tidak belum sudah anda kami untuk dari dengan ini itu pada akan bila jika agar bisa boleh lagi dulu oleh sebagai saat
    lebih hanya juga semua setelah sebelum tersebut adalah karena bukan dalam
"""
LITTLE_WORDS = frozenset(_WORDS.split())
"""Two of these in one text, and it is a sentence for somebody who reads Indonesian."""

NOT_FOR_PEOPLE = {
    "openjmo/protocols/heading_words.py": "what employers write above their columns, to be recognised and not to be shown",
    "openjmo/rules/wage_words.py": "what employers write into cells, to be recognised",
    "openjmo/simulators/": "what the made-up fund tells in the operator's terminal, and notes kept as the laws are, in Indonesian",
}
"""Files and folders whose Indonesian words are not ours to translate, with the reason."""


def _shown_text(template: str) -> Iterator[str]:
    """Text nodes and spoken attributes, without everything that a template engine or a browser eats."""
    words = re.sub(r"\{% block \w*(?:class|attributes) %\}.*?\{% endblock %\}", " ", template)
    markup = "".join(value if kind == "data" else " " for _line, kind, value in JINJA.lex(words))
    markup = re.sub(r"<!--.*?-->|<(script|style|svg)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    yield from re.findall(r"\b(?:aria-label|placeholder|title|alt|aria-description|data-(?:hide|show|busy|words))=\"([^\"]*)\"", markup)
    # Attributes may also stand in a block or macro of their own, outside the tag that takes them.
    yield re.sub(r"<[^>]*>|[\w:-]+=\"[^\"]*\"|\b[a-z]+(?:-[a-z]+)+\b", " ", markup)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOME)))
def test_no_bare_words_in_a_template(path: Path) -> None:
    shown = " ".join(_shown_text(path.read_text(encoding="utf-8")))
    words = [word for word in re.findall(r"[^\W\d_]{2,}", shown) if word not in SAME_IN_EVERY_LANGUAGE]
    assert words == []


def test_the_check_of_templates_can_fail() -> None:
    assert "Selamat datang" in " ".join(_shown_text('<p class="x">Selamat datang {{ name }}</p>'))
    assert "Tutup" in " ".join(_shown_text('<button aria-label="Tutup">{{ icon("x") }}</button>'))


def _is_a_sentence(text: str) -> bool:
    return " " in text and len(LITTLE_WORDS & set(re.findall(r"[a-z]+", text.lower()))) >= 2


def _strings(tree: ast.AST) -> Iterator[str]:
    """Every written-out text that is not a docstring (nor stands alone as one)."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def test_every_sentence_in_code_can_be_translated() -> None:
    known: set[str] = set()
    for message in catalogues.found():
        known.update([message.id] if isinstance(message.id, str) else message.id)
    missed: list[str] = []
    for file in sorted(HOME.rglob("*.py")):
        place = file.relative_to(HOME.parent).as_posix()
        if "migrations" in file.parts or place.startswith(tuple(NOT_FOR_PEOPLE)):
            continue
        texts = _strings(ast.parse(file.read_text(encoding="utf-8")))
        missed.extend(f"{place}: {text[:80]}" for text in texts if _is_a_sentence(text) and text not in known)
    assert missed == []


def test_english_is_complete() -> None:
    """Every sentence has its English with the same `%(places)s`."""
    assert catalogues.missing("en") == []
