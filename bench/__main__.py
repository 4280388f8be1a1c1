"""Everything that was promised, measured in one run beside baselines and peers: one table, and JSON.

    make bench                              the whole, about half an hour on two cores
    make bench ARGS="--small"               the same on a tenth of the size, to see that it works
    make bench ARGS="posting --json FILE"   one part

Each part runs in a process and, where it needs one, a throw-away database of its own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.table import Row, as_json, print_table

SIZES: Final = {
    "rules": ("count", 1_000_000),
    "wage_file": ("count", 1_000_000),
    "proof": ("count", 2_000_000),
    "posting": ("lines", 1_000_000),
    "crediting": ("accounts", 2_000_000),
    "reads": ("members", 2_000_000),
}
"""What each part is told: wages, rows, accounts, lines, accounts, members."""


def main() -> int:
    reader = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    reader.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(SIZES)}; all of them when none is named")
    reader.add_argument("--small", action="store_true", help="a tenth of the size")
    reader.add_argument("--json", type=Path, metavar="FILE", help="write the rows there, too")
    reader.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    chosen = reader.parse_args()
    parts = chosen.parts or list(SIZES)
    if unknown := sorted(set(parts) - set(SIZES)):
        reader.error(f"there is no part {unknown[0]}")
    if chosen.alone:
        name, size = SIZES[parts[0]]
        measured = importlib.import_module(f"bench.{parts[0]}").measure(**{name: size // (10 if chosen.small else 1)})
        chosen.json.write_text(as_json(measured), encoding="utf-8")
        return 0
    rows: list[Row] = []
    broken = []
    for part in parts:
        try:
            rows += _in_a_process(part, small=chosen.small)
        except subprocess.CalledProcessError:
            broken.append(part)
        if chosen.json:
            chosen.json.write_text(as_json(rows), encoding="utf-8")
    print_table(rows)
    if broken:
        print(f"could not be measured: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken or any(row.verdict == "missed" for row in rows) else 0


def _in_a_process(part: str, *, small: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "bench", part, "--alone", "--json", str(told), *(["--small"] if small else [])]
        print(f"== {part}", file=sys.stderr, flush=True)
        subprocess.run(command, env={**os.environ, "OPENJMO_DATA_DIR": str(Path(folder) / "data")}, check=True)
        rows = json.loads(told.read_text(encoding="utf-8"))
    return [Row(**{name: value for name, value in row.items() if name != "verdict"}) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
