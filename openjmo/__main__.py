"""The `openjmo` command: the one entry for people who operate the system.

Each file in `openjmo/commands` is one command. Its name is the file's (``_`` becomes ``-``), its line in the overview is
the first line of the file's docstring, and it offers two functions: ``configure(parser)`` describes the arguments and
``execute(arguments)`` does the work and returns the exit status. Only the command that was asked for is imported, so a
command that needs no Django starts without it. `rules` and `preflight` run with the base packages alone; the others say which extra
to install when a package of theirs is missing.

Exit status: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage.
"""

import argparse
import ast
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from openjmo.platform.environment import WrongConfiguration
from openjmo.platform.postgres import DatabaseTrouble

EXTRA = "server"
"""The extra of `pyproject.toml` with the packages that run the fund."""


class Command(Protocol):
    """What a file in `openjmo/commands` offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Describe the arguments."""

    def execute(self, arguments: argparse.Namespace) -> int:
        """Do it; returns the exit status."""


def commands() -> dict[str, str]:
    """Every command with its one line, read without importing anything."""
    found = {}
    for file in sorted((Path(__file__).parent / "commands").glob("[a-z]*.py")):
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        found[file.stem.replace("_", "-")] = docstring.partition("\n")[0]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    known = commands()
    parser = argparse.ArgumentParser(
        prog="openjmo",
        description="Operate OpenJMO, an open reference system for employment social security.",
        epilog="`openjmo COMMAND --help` explains a command. Settings come from the environment; docs/operate.md lists them.",
    )
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in given if not word.startswith("-")), "")
    command: Command | None = None
    for name, line in known.items():
        subparser = subparsers.add_parser(name, help=line, description=line)
        if name == asked:
            try:
                command = cast("Command", importlib.import_module(f"openjmo.commands.{name.replace('-', '_')}"))
                command.configure(subparser)
            except ModuleNotFoundError as missing:
                return _tell_extra(name, missing)
    parsed = parser.parse_args(given)
    if command is None:
        parser.error("name the command first")
    try:
        return command.execute(parsed)
    except ModuleNotFoundError as missing:
        return _tell_extra(asked, missing)
    except (DatabaseTrouble, WrongConfiguration) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _tell_extra(command: str, missing: ModuleNotFoundError) -> int:
    """Say what to install. Raises the error again when it is a module of ours that is missing: that is a bug."""
    package = (missing.name or "").partition(".")[0]
    if package in {"", "openjmo"}:
        raise missing
    print(
        f"openjmo {command} needs the package {package}, which is not installed here. Install OpenJMO with its extra `{EXTRA}`: "
        f"pip install 'openjmo[{EXTRA}]', or bin/install in its folder.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
