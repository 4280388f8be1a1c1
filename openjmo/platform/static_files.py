"""Static files as browsers fetch them: collected into one folder, named by their content, kept for ever.

`openjmo run` and `serve` call `collect_changed` before they open the door. Old versions stay, because a page loaded
before an update still asks for them.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_changed() -> bool:
    """Collect if any source differs from what was collected last; returns whether it did."""
    digest = _digest()
    stamp = Path(settings.STATIC_ROOT).with_name("static.digest")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, encoding="utf-8")
    return True


def _digest() -> str:
    """Of the names, sizes and times of all sources, and of where they go."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
