"""A partner who compares faces without network (R7.4). Only the light of the picture and the district of the NIK decide, no face is read.

A picture that is nearly black does not pass. Districts 3199nn do not exist and have fixed answers: 319931 another face, 319932 a picture
of a picture, 319933 no answer in time, 319934 nonsense. Every other invented NIK passes, and one that is not invented never does.
"""

from __future__ import annotations

import hashlib
from typing import Final

from openjmo.core.ids import Nik
from openjmo.domains.verification.faces import Compared, FaceAnswer, Liveness
from openjmo.domains.verification.registries import Unavailable
from openjmo.domains.verification.registries.pretend import INVENTED
from openjmo.platform.pictures import brightness_of

ANOTHER: Final = "319931"
NOT_ALIVE: Final = "319932"
SLOW: Final = "319933"
GARBAGE: Final = "319934"
_ALIKE: Final = 93
_UNLIKE: Final = 31
_DARK: Final = 12
_NONSENSE: Final = 250
_NEARLY_BLACK: Final = 25
"""Of 255."""


class Pretend:
    """Answers as told above."""

    name = "pretend"

    def compare(self, selfie: bytes, against: Nik | bytes) -> FaceAnswer:
        """See the module. Raises TimeoutError for the district that is slow."""
        if isinstance(against, bytes):
            return Unavailable("not_offered")
        ref = hashlib.sha256(selfie).hexdigest()[:12]
        district = against.district_code
        if district == SLOW:
            raise TimeoutError
        if district == GARBAGE:
            return Compared(_NONSENSE, Liveness.PASSED, ref)
        if brightness_of(selfie) < _NEARLY_BLACK:
            return Compared(_DARK, Liveness.NOT_DONE, ref)
        if district == ANOTHER or not against.digits.endswith(INVENTED):
            return Compared(_UNLIKE, Liveness.PASSED, ref)
        return Compared(_ALIKE, Liveness.FAILED if district == NOT_ALIVE else Liveness.PASSED, ref)
