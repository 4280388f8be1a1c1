"""Hold every locked package against the published weaknesses that are written down beside this file.

    python -m tools.weaknesses              what uv.lock pins, against tools/weaknesses.json; exit status 1 when one is hit
    python -m tools.weaknesses --refresh    ask osv.dev about every locked package and write that file anew (needs a network)

The file holds facts only: identifiers, dates and version numbers. The check needs no network, so it is part of `make check`: nobody goes
back to a version with a weakness that was known when the file was last written. What was published since then, `make audit` asks.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from packaging.version import InvalidVersion, Version

LOCK: Final = Path(__file__).parents[1] / "uv.lock"
KNOWN: Final = Path(__file__).with_suffix(".json")
ADVISORIES: Final = os.environ.get("OPENJMO_ADVISORIES", "https://api.osv.dev")
ECOSYSTEM: Final = "PyPI"
MOST_PAGES: Final = 50
PATIENCE: Final = 30
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """One advisory on one package: in which versions it is, as pairs of the first one and the first one without it."""

    id: str
    aliases: tuple[str, ...]
    published: str
    ranges: tuple[tuple[str, str | None], ...]
    """A missing second version: nobody has mended it. `>4.2`: 4.2 is the last one that is known to have it."""
    versions: tuple[str, ...] = ()
    """Versions that are named one by one."""

    def hits(self, version: str) -> bool:
        """Whether that version has it."""
        return version in self.versions or any(_within(version, first, mended) for first, mended in self.ranges)


def _within(version: str, first: str, mended: str | None) -> bool:
    """What cannot be read as a version is taken for weak, so that somebody looks."""
    try:
        if Version(version) < Version(first):
            return False
        if mended is None:
            return True
        last = mended.startswith(">")
        bound = Version(mended.removeprefix(">"))
        return Version(version) <= bound if last else Version(version) < bound
    except InvalidVersion:
        return True


@dataclass(frozen=True, slots=True)
class Known:
    """What is written down: as of which day, from where, and which weaknesses each package had in any version."""

    as_of: str
    source: str
    packages: Mapping[str, Sequence[Weakness]]


def locked(path: Path = LOCK) -> dict[str, str]:
    """Every package of the lock file with its version, our own left out."""
    packages = tomllib.loads(path.read_text(encoding="utf-8"))["package"]
    return {package["name"]: package["version"] for package in packages if "registry" in package["source"]}


def known(path: Path = KNOWN) -> Known:
    """What the file says."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Known(
        told["as_of"],
        told["source"],
        {
            package: [
                Weakness(one["id"], tuple(one["aliases"]), one["published"], _pairs(one["ranges"]), tuple(one.get("versions", ())))
                for one in some
            ]
            for package, some in told["packages"].items()
        },
    )


def _pairs(ranges: Sequence[Sequence[str | None]]) -> tuple[tuple[str, str | None], ...]:
    return tuple((first or "0", mended) for first, mended in ranges)


def hit(pinned: Mapping[str, str], told: Known) -> list[tuple[str, str, Weakness]]:
    """Package, version and weakness of everything that is pinned although it is known to be weak."""
    return [(name, version, one) for name, version in sorted(pinned.items()) for one in told.packages.get(name, ()) if one.hits(version)]


def asked(package: str) -> Iterator[Weakness]:
    """What the public advisories say of a package, all versions of it. Raises OSError when they cannot be asked."""
    page = ""
    for _ in range(MOST_PAGES):
        question: dict[str, Any] = {"package": {"name": package, "ecosystem": ECOSYSTEM}}
        if page:
            question["page_token"] = page
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's or the one above
            f"{ADVISORIES}/v1/query", json.dumps(question).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            told = json.load(answer)
        for advisory in told.get("vulns", ()):
            if not advisory.get("withdrawn"):
                yield _of_osv(advisory, package)
        page = told.get("next_page_token", "")
        if not page:
            return


def _of_osv(advisory: Mapping[str, Any], package: str) -> Weakness:
    """One advisory in the schema of osv.dev: https://ossf.github.io/osv-schema/ (`affected`, events in their order)."""
    ranges: list[tuple[str, str | None]] = []
    versions: set[str] = set()
    for affected in advisory.get("affected", ()):
        if (affected["package"]["name"].lower(), affected["package"]["ecosystem"]) != (package, ECOSYSTEM):
            continue
        spans = [one for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM"]
        if not spans:
            versions.update(affected.get("versions", ()))
        for span in spans:
            first: str | None = None
            for event in span["events"]:
                if "introduced" in event:
                    first = event["introduced"]
                elif first is not None:
                    ranges.append((first, event["fixed"] if "fixed" in event else f">{event['last_affected']}"))
                    first = None
            if first is not None:
                ranges.append((first, None))
    return Weakness(
        advisory["id"],
        tuple(sorted(advisory.get("aliases", ()))),
        advisory.get("published", "")[:10],
        tuple(ranges),
        tuple(sorted(versions)),
    )


def refreshed(pinned: Mapping[str, str]) -> Known:
    """What the advisories say today."""
    packages = {name: sorted(asked(name), key=lambda one: one.id) for name in sorted(pinned)}
    return Known(datetime.now(UTC).date().isoformat(), ADVISORIES, {name: some for name, some in packages.items() if some})


def written(told: Known) -> str:
    """The file's text: one advisory a line, so that a change is read as one."""
    packages = [
        f"    {json.dumps(name)}: [\n" + ",\n".join(f"      {json.dumps(_told(one))}" for one in some) + "\n    ]"
        for name, some in sorted(told.packages.items())
    ]
    head = f'{{\n  "as_of": {json.dumps(told.as_of)},\n  "source": {json.dumps(told.source)},\n  "packages": {{\n'
    return head + ",\n".join(packages) + "\n  }\n}\n"


def _told(one: Weakness) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if value or name != "versions"}


def main(words: Sequence[str] | None = None) -> int:
    """0 when nothing that is pinned is known to be weak, 1 when something is, 2 when the advisories cannot be asked."""
    reader = argparse.ArgumentParser(prog="python -m tools.weaknesses", description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--refresh", action="store_true", help="ask osv.dev first and write the file anew")
    reader.add_argument("--lock", type=Path, default=LOCK, metavar="FILE", help="another lock file")
    reader.add_argument("--known", type=Path, default=KNOWN, metavar="FILE", help="another file of weaknesses")
    chosen = reader.parse_args(words)
    pinned = locked(chosen.lock)
    if chosen.refresh:
        try:
            fresh = refreshed(pinned)
        except OSError as trouble:
            print(f"{ADVISORIES} cannot be asked ({trouble}); {chosen.known} stays as it was", file=sys.stderr)
            return 2
        chosen.known.write_text(written(fresh), encoding="utf-8")
    told = known(chosen.known)
    found = hit(pinned, told)
    for name, version, one in found:
        mended = ", ".join(sorted({fixed for _, fixed in one.ranges if fixed})) or "none yet"
        print(f"{name} {version} has {one.id} ({', '.join(one.aliases) or 'no other name'}); mended in: {mended}", file=sys.stderr)
    count = sum(map(len, told.packages.values()))
    print(f"{len(pinned)} locked packages, {count} published weaknesses as of {told.as_of}: {len(found)} hit")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
