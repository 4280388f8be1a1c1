"""The files themselves: small, finished, at home on every machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOME = ROOT / "openjmo"
CODE = sorted(HOME.rglob("*.py"))
LONGEST = 500
"""Lines. Over about 300 a file usually holds two ideas."""

WRITTEN = sorted(
    path
    for pattern in ("*.md", "*.toml", "Makefile", "openjmo/**/*", "tests/**/*", "docs/**/*", "bench/**/*", "tools/*", "bin/*", ".ci/*")
    for path in ROOT.glob(pattern)
    if path.is_file()
    and path.suffix in {".py", ".md", ".html", ".css", ".js", ".toml", ".yaml", ".yml", ".po", ".txt", ".sh", ".csv", ".sql", ""}
    and "__pycache__" not in path.parts
    and path != Path(__file__)
    and "axe" not in path.parts
)

# A letter in brackets keeps these patterns from finding themselves.
_UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")
_MACHINE = re.compile(r"/h[o]me/\w|/r[o]ot/|/U[s]ers/|/tm[p]/\w+|p[y]pi\.org|npm[j]s\.org|d[e]b\.d[e]bian", re.IGNORECASE)


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(HOME)): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in WRITTEN
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_unfinished() -> None:
    assert _lines_with(_UNFINISHED) == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert _lines_with(_MACHINE) == []


def _prints(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print" for node in ast.walk(tree))


@pytest.mark.parametrize("floor", ["core", "rules", "protocols", "ledger", "domains", "portals"])
def test_only_commands_print(floor: str) -> None:
    talking = [path for path in CODE if path.relative_to(HOME).parts[0] == floor and _prints(path) and path.name != "command.py"]
    assert talking == []


def test_every_file_opens_with_what_it_is_for() -> None:
    texts = {str(path.relative_to(HOME)): path.read_text(encoding="utf-8") for path in CODE if "migrations" not in path.parts}
    assert [path for path, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))] == []


def test_every_setting_is_written_down_for_operators() -> None:
    """What the code reads from the environment stands in docs/operate.md, and nothing else does."""
    asked = re.compile(r"environment\.(?:text|flag|number|words|secret|given_secret)\(\s*\"(\w+)\"")
    read = {name for path in CODE for name in asked.findall(path.read_text(encoding="utf-8"))}
    read |= set(re.findall(r"\btext\(\"(\w+)\"", (HOME / "platform" / "environment.py").read_text(encoding="utf-8"))) - {"XDG_DATA_HOME"}
    told = set(re.findall(r"`((?:OPENJMO_|DATABASE_)[A-Z_]+)`", (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")))
    assert len(read) > 20
    assert told == read
