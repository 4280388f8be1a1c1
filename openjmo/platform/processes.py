"""One thing about processes that Python does not offer: to end when one's parent does."""

import ctypes
import signal
from collections.abc import Callable
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def stop_when_parent_dies(request: signal.Signals) -> Callable[[], None]:
    """For the child: have the kernel send it `request` when its parent dies, even by ``kill -9``."""
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        library.prctl(_PR_SET_PDEATHSIG, int(request), 0, 0, 0)

    return ask
