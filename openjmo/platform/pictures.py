"""Pictures that people send: looked at by content, and made anew without anything but the picture (R11.1, R11.2).

Nothing of the file that came in is kept, so what was hidden in it, behind it or in its metadata (place, time, telephone) is gone.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, ImageStat

from openjmo.core.errors import InvalidInput

LIMIT: Final = 5_000_000
"""Bytes of a file."""
PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 1600
"""Pixels of what is kept; enough to read a paper."""
_QUALITY: Final = 85
_KINDS: Final = (
    (b"\xff\xd8\xff", "JPEG", frozenset({"image/jpeg", "image/jpg", "image/pjpeg"}), (".jpg", ".jpeg", ".jfif")),
    (b"\x89PNG\r\n\x1a\n", "PNG", frozenset({"image/png"}), (".png",)),
)
_LONGEST_NAME: Final = 100
_BROKEN: Final = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)
"""What Pillow raises for files that are no picture or burst."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG made by us, and what its sender called the file."""

    content: bytes
    original_name: str
    brightness: int
    """Average, 0 black to 255 white."""


def clean_picture(content: bytes, *, name: str, declared: str) -> Picture:
    """The picture in a file. Raises InvalidInput at `file` for what is none, too large, or not what it says to be."""
    if not content:
        raise _wrong("picture_empty", "Berkas kosong.", "Pilih foto yang ada isinya.")
    if len(content) > LIMIT:
        raise _too_large()
    kind = next((one for one in _KINDS if content.startswith(one[0])), None)
    if kind is None:
        raise _wrong("picture_kind", "Berkas ini bukan foto JPEG atau PNG.", "Foto dokumennya dengan kamera HP, lalu pilih foto itu.")
    _sign, form, types, endings = kind
    if declared.lower() not in types or not name.lower().endswith(endings):
        raise _wrong("picture_disagrees", "Nama berkas tidak sesuai dengan isinya.", "Pilih foto asli dari kamera, jangan ganti namanya.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[form]) as opened:
                if opened.width * opened.height > PIXELS:
                    raise _too_large()
                # A large JPEG is read at a fraction of its size, which saves most of the memory.
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                drawn = _flat(ImageOps.exif_transpose(opened))
    except _BROKEN as broken:
        raise _wrong("picture_broken", "Foto ini tidak bisa dibuka.", "Ambil foto baru, lalu coba lagi.") from broken
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", quality=_QUALITY)
    return Picture(kept.getvalue(), name.rpartition("/")[2].rpartition("\\")[2][-_LONGEST_NAME:], _brightness(drawn))


def brightness_of(content: bytes) -> int:
    """Of a picture made here: average, 0 black to 255 white."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        return _brightness(opened)


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency and metadata, on white."""
    if image.mode in {"RGBA", "LA", "P", "PA"}:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        image = ground
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _brightness(image: Image.Image) -> int:
    return round(ImageStat.Stat(image.convert("L")).mean[0])


def _too_large() -> InvalidInput:
    return InvalidInput(
        "Foto terlalu besar.",
        code="picture_too_large",
        field="file",
        fix="Pilih foto paling besar %(limit)s MB.",
        values={"limit": LIMIT // 1_000_000},
    )


def _wrong(code: str, message: str, fix: str) -> InvalidInput:
    return InvalidInput(message, code=code, field="file", fix=fix)
