"""What the look promises: readable colours in both themes, nothing the security policy would refuse, and little weight."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

PORTALS = Path(__file__).parents[3] / "openjmo" / "portals"
STATIC = PORTALS / "shared" / "static" / "openjmo"
STYLE = (STATIC / "openjmo.css").read_text()
TEMPLATES = sorted(PORTALS.rglob("*.html"))

TEXT_ON = {
    "ink": ["ground", "paper", "brand-soft", "warn-soft", "bad-soft"],
    "ink-2": ["ground", "paper", "brand-soft", "warn-soft", "bad-soft"],
    "ink-3": ["ground", "paper"],
    "brand": ["ground", "paper", "brand-soft", "warn-soft", "bad-soft"],
    "on-brand": ["brand", "brand-2"],
    "brand-2": ["paper"],
    "sun-ink": ["sun-soft"],
    "on-sun": ["sun"],
    "warn": ["warn-soft", "paper"],
    "warn-ink": ["warn-soft"],
    "bad": ["bad-soft", "paper"],
    "bad-ink": ["bad-soft"],
    "info": ["info-soft", "paper"],
    "info-ink": ["info-soft"],
    "on-bar": ["bar", "bar-soft"],
    "on-bar-2": ["bar"],
    "on-side": ["side", "side-soft"],
    "paper": ["ink", "bad"],
}
EDGE_ON = {"edge": ["ground", "paper"], "focus": ["ground", "paper"], "brand-2": ["paper"]}


def tokens(theme: int) -> dict[str, str]:
    """The colours of the light (0) or the dark (1) theme."""
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE))
    paired = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", STYLE)}
    return plain | {name: pair[theme] for name, pair in paired.items()}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """WCAG 2.2: 1 to 21."""
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme: int) -> None:
    colours = tokens(theme)
    weak = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, grounds in TEXT_ON.items()
        for ground in grounds
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_and_the_focus_can_be_seen(theme: int) -> None:
    colours = tokens(theme)
    assert [(edge, ground) for edge, grounds in EDGE_ON.items() for ground in grounds if contrast(colours[edge], colours[ground]) < 3] == []


def test_old_browsers_get_the_light_theme() -> None:
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE))
    light = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}),", STYLE))
    assert light
    assert {name: plain[name] for name in light} == light


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PORTALS)))
def test_nothing_the_security_policy_would_refuse(template: Path) -> None:
    markup = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\sstyle\s*=", markup)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", markup)
    assert "<style" not in markup
    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", markup)


def test_every_icon_asked_for_is_there() -> None:
    drawn = set(re.findall(r"^  '([\w-]+)':", (PORTALS / "shared/macros/icon.html").read_text(), flags=re.MULTILINE))
    asked = {name for path in TEMPLATES for name in re.findall(r"\bicon\(\"([\w-]+)\"", path.read_text())}
    assert asked
    assert asked - drawn == set()


def test_weight_of_a_first_visit() -> None:
    """Everything but the page itself, as it travels; the page is under 20 KB before compression."""
    packed = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("openjmo.css", "openjmo.js", "htmx.min.js"))
    font = (STATIC / "fonts/plus-jakarta-sans-latin-wght.woff2").stat().st_size
    assert packed + font < 100_000
    assert (STATIC / "openjmo.css").stat().st_size < 40 * 1024
    assert (STATIC / "openjmo.js").stat().st_size < 10_000


def test_the_app_can_be_installed() -> None:
    manifest = json.loads((STATIC / "manifest.webmanifest").read_text())
    assert manifest["name"] == "OpenJMO"
    assert {icon["sizes"] for icon in manifest["icons"] if icon.get("purpose") == "maskable"} == {"192x192", "512x512"}
    assert all((STATIC / icon["src"]).is_file() for icon in manifest["icons"])


def test_licences_of_what_is_not_ours_are_beside_it() -> None:
    notices = (STATIC / "NOTICES").read_text()
    assert all(name in notices for name in ("Plus Jakarta Sans", "htmx", "Lucide", "ISC License"))
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text()
