"""Reads configuration from the environment: typed, strict, with the reason when a value cannot be used.

Called by `openjmo.settings` and by the command line before Django exists. Every variable starts with ``OPENJMO_`` except
the two that the rest of the world already agrees on, ``DATABASE_URL`` and ``XDG_DATA_HOME``. A secret may also come from
a file: ``OPENJMO_SECRET_KEY_FILE=/run/secrets/key`` instead of ``OPENJMO_SECRET_KEY``.
"""

import os
import secrets
from pathlib import Path
from typing import Final, Literal

Environment = Literal["development", "production", "test"]

ENVIRONMENTS: Final[tuple[Environment, ...]] = ("development", "production", "test")
_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off", ""})


class WrongConfiguration(RuntimeError):  # noqa: N818 - it is named as people would say it
    """The environment says something we cannot work with; the message tells the operator what to change."""


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks, or the default when it is absent."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no. Anything but 1/true/yes/on and 0/false/no/off raises `WrongConfiguration`: a typo must not mean no."""
    if name not in os.environ:
        return default
    value = os.environ[name].strip().lower()
    if value in _YES:
        return True
    if value in _NO:
        return False
    message = f"{name} is {value!r}; write 1 or 0."
    raise WrongConfiguration(message)


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number not below `least`; raises `WrongConfiguration` otherwise."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        message = f"{name} is {value!r}; write a whole number of at least {least}."
        raise WrongConfiguration(message)
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated list without blanks."""
    if name not in os.environ:
        return list(default)
    return [word for word in (part.strip() for part in os.environ[name].split(",")) if word]


def environment() -> Environment:
    """Which of the three lives this process leads; development when nothing is said.

    Development is a safe default because it listens on the loopback address only (`openjmo.commands.serve`).
    """
    value = text("OPENJMO_ENV", "development")
    for known in ENVIRONMENTS:
        if value == known:
            return known
    message = f"OPENJMO_ENV is {value!r}; it is one of {', '.join(ENVIRONMENTS)}."
    raise WrongConfiguration(message)


def data_directory() -> Path:
    """Where this installation keeps its files: `OPENJMO_DATA_DIR`, else openjmo under the user's data directory."""
    chosen = text("OPENJMO_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().absolute()
    shared = text("XDG_DATA_HOME")
    base = Path(shared) if shared else Path.home() / ".local" / "share"
    return base.absolute() / "openjmo"


def given_secret(name: str) -> str:
    """A secret from ``name`` or the file named by ``name_FILE``; empty when neither is set."""
    value = text(name)
    if value:
        return value
    file = text(f"{name}_FILE")
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"{name}_FILE points to {file}, which cannot be read: {error.strerror}."
        raise WrongConfiguration(message) from error


def secret(name: str, *, purpose: str, is_needed: bool = True) -> str:
    """A secret from ``name`` or the file named by ``name_FILE``.

    Production refuses to start without one, because a key made up at start would end every session and lose every
    encrypted column at the next start; one that is not needed to start is empty there instead. Development makes one and keeps it
    in the data directory, readable by its owner only. Tests use a fixed one.
    """
    value = given_secret(name)
    if value:
        return value
    match environment():
        case "production" if not is_needed:
            return ""
        case "production":
            message = (
                f"{name} is missing. It is {purpose}. Set {name}, or {name}_FILE with the path of a file that holds it; "
                f"make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
            raise WrongConfiguration(message)
        case "test":
            return f"only-for-tests-{name.lower()}-0123456789-0123456789-0123456789"
        case "development":
            return _kept_secret(data_directory() / "secrets" / name.lower())


def _kept_secret(path: Path) -> str:
    """The secret kept in this file, made on first use. Two processes starting together agree on one value."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link fails when the name is taken, where a rename would silently replace the other process's secret.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="utf-8").strip()
