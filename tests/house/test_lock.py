"""What is installed is what was locked: every package with one version, from the public index, and with a digest for each of its files."""

import tomllib
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "uv.lock"


def _packages() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    return [package for package in packages if package["name"] != "openjmo"]


def test_every_package_is_pinned_and_comes_from_the_public_index() -> None:
    assert len(_packages()) > 50
    assert [package["name"] for package in _packages() if not package.get("version")] == []
    assert [package["name"] for package in _packages() if set(package["source"]) != {"registry"}] == [], "from a folder, a file or git"
    (index,) = {package["source"]["registry"] for package in _packages()}
    assert index.startswith("https://")


def test_every_file_has_a_digest() -> None:
    files = {package["name"]: [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])] for package in _packages()}
    assert [name for name, some in files.items() if not some] == []
    assert [file["url"] for some in files.values() for file in some if not file["hash"].startswith("sha256:")] == []
    assert [file["url"] for some in files.values() for file in some if not file["url"].startswith("https://files.pythonhosted.org/")] == []
