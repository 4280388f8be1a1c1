"""Columns that are sealed in the database and plain in Python, and the keyed hashes by which their rows are found.

    full_name = SealedText()
    phone = SealedText(default="")
    phone_key = KeyedHash(of="phone", kind="phone", null=True)

A row is found by `filter(phone_key="+62…")`: the hash is made on the way. A sealed column itself cannot be asked for, only whether it is
there. Nothing is sealed where there is nothing: an empty text is an empty column. In migrations all of them are plain binary columns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull

from openjmo.platform.sealing import HASH_BYTES, keyed_hash, seal, seal_texts, unseal, unseal_texts

_IN_MIGRATIONS = "django.db.models.BinaryField"

if TYPE_CHECKING:
    Plain = models.Field[Any, Any]
    Binary = models.BinaryField[Any, Any]
else:
    Plain, Binary = models.Field, models.BinaryField


class _Nothing(Exact):
    """Whether it is there may be asked; all else is a mistake."""

    def get_prep_lookup(self) -> Any:  # noqa: ANN401 - Django's interface
        """Only None."""
        if self.rhs is not None:
            raise FieldError("a sealed column cannot be asked for; ask for its keyed hash")
        return super().get_prep_lookup()


class Sealed(Plain):
    """What the sealed columns share. A value opens only for its purpose, which is its table and column unless another is named."""

    def __init__(self, *args: Any, purpose: str = "", **options: Any) -> None:  # noqa: ANN401 - Django's interface
        super().__init__(*args, **options)
        self._purpose = purpose

    @cached_property
    def purpose(self) -> str:
        """What its seals are for."""
        return self._purpose or f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's documented interface

    def sealed(self, value: Any) -> bytes:  # noqa: ANN401 - each kind has its own
        """The value as the database keeps it."""
        raise NotImplementedError

    def opened(self, sealed: bytes) -> Any:  # noqa: ANN401 - each kind has its own
        """The value again. Raises SealBrokenError."""
        raise NotImplementedError

    def told(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - each kind has its own
        """The value by names, for whoever asks what is held about them."""
        return {self.name: value}

    def told_names(self) -> tuple[str, ...]:
        """Those names."""
        return (self.name,)

    def get_internal_type(self) -> str:
        """A binary column."""
        return "BinaryField"

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As a migration sees it."""
        name, _path, _args, options = super().deconstruct()
        return name, _IN_MIGRATIONS, [], {key: value for key, value in options.items() if key != "default"}

    def clone(self) -> Any:  # noqa: ANN401 - Django copies fields for migrations only
        """What a migration compares: the plain column."""
        return models.BinaryField(**self.deconstruct()[3])

    def from_db_value(self, value: bytes | None, _expression: object, _connection: object) -> Any:  # noqa: ANN401 - Django's interface
        """Opened."""
        return None if value is None else self.opened(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - Django's interface
        """Sealed."""
        del prepared
        return None if value is None else connection.Database.Binary(self.sealed(value))

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ANN401 - Django's interface
        """Nothing can be compared, because the same value is sealed differently each time."""
        if lookup_name == "isnull":
            return IsNull
        return _Nothing


class SealedText(Sealed):
    """A text; an empty one is an empty column."""

    def sealed(self, value: str) -> bytes:
        """The text as the database keeps it."""
        return seal(value.encode(), self.purpose) if value else b""

    def opened(self, sealed: bytes) -> str:
        """The text again."""
        return unseal(sealed, self.purpose).decode() if sealed else ""


class SealedJson(Sealed):
    """A value as JSON knows them."""

    def sealed(self, value: object) -> bytes:
        """The value as the database keeps it."""
        return seal(json.dumps(value, default=str).encode(), self.purpose)

    def opened(self, sealed: bytes) -> Any:  # noqa: ANN401 - whatever JSON knows
        """The value again."""
        return json.loads(unseal(sealed, self.purpose))


class SealedRecord(Sealed):
    """A named tuple of texts under one seal."""

    def __init__(self, record: type[tuple[str, ...]], *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's interface
        super().__init__(*args, **options)
        self.record = record

    def sealed(self, value: tuple[str, ...]) -> bytes:
        """The texts as the database keeps them."""
        return seal_texts(value, self.purpose)

    def opened(self, sealed: bytes) -> tuple[str, ...]:
        """The texts again."""
        return self.record(*unseal_texts(sealed, self.purpose))

    def told(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - a named tuple
        """Text by text."""
        return dict(zip(self.told_names(), value, strict=True))

    def told_names(self) -> tuple[str, ...]:
        """The names of the texts."""
        names: tuple[str, ...] = self.record._fields  # type: ignore[attr-defined] # of a named tuple
        return names


class SealedBytes(Binary):
    """Bytes that their room seals and opens itself; here only so that `rotation` knows what for."""

    def __init__(self, *args: Any, purpose: str, **options: Any) -> None:  # noqa: ANN401 - Django's interface
        super().__init__(*args, **options)
        self.purpose = purpose

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As a migration sees it."""
        name, _path, _args, options = super().deconstruct()
        return name, _IN_MIGRATIONS, [], dict(options)

    def clone(self) -> Any:  # noqa: ANN401 - Django copies fields for migrations only
        """What a migration compares: the plain column."""
        return models.BinaryField(**self.deconstruct()[3])


class KeyedHash(Binary):
    """The keyed hash of another attribute of the row, written with the row; none where that is empty."""

    def __init__(self, *args: Any, of: str, kind: str, size: int = HASH_BYTES, **options: Any) -> None:  # noqa: ANN401 - Django's interface
        super().__init__(*args, **{"max_length": size, **options})
        self.of, self.kind, self.size = of, kind, size

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As a migration sees it."""
        name, _path, _args, options = super().deconstruct()
        return name, _IN_MIGRATIONS, [], dict(options)

    def clone(self) -> Any:  # noqa: ANN401 - Django copies fields for migrations only
        """What a migration compares: the plain column."""
        return models.BinaryField(**self.deconstruct()[3])

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401, FBT001 - Django's interface
        """The hash of what the attribute is now."""
        del add
        found = self.hashed(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, found)
        return found

    def hashed(self, text: str) -> bytes | None:
        """The hash of a text; None of an empty one."""
        return keyed_hash(self.kind, text, self.size) if text else None

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's interface
        """A text becomes its hash; bytes are one already."""
        return self.hashed(value) if isinstance(value, str) else super().get_prep_value(value)


def opened_values(model: type[models.Model], names: Sequence[str], values: Sequence[Any]) -> list[Any]:
    """Values of a row that was read without Django's fields, in their order, with what is sealed opened."""
    fields = {str(field.attname): field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented interface
    return [
        field.opened(bytes(value)) if isinstance(field := fields[name], Sealed) and value is not None else value
        for name, value in zip(names, values, strict=True)
    ]
