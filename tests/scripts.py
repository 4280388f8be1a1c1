"""The verifiers of one file, taken in as a module: they belong to no package, because they stand alone."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def standing_alone(name: str) -> ModuleType:
    """The script of that name in tools."""
    found = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "tools" / f"{name}.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
