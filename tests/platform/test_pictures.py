"""Pictures that come in: by content, made anew, nothing of the file kept (R11.1, R11.2, R11.5)."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from openjmo.core.errors import InvalidInput
from openjmo.platform import pictures
from openjmo.platform.pictures import brightness_of, clean_picture
from tests.domains.verification.steps import BLACK, photo

UP_01 = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAFElEQVR4nGPkqrBhgAEmBiSAwgEAG+AAxPXmX3wAAAAASUVORK5CYII=")


def opened(content: bytes) -> Image.Image:
    """What is kept, opened."""
    return Image.open(io.BytesIO(content))


def test_up_01_a_png_becomes_a_jpeg_of_ours() -> None:
    kept = clean_picture(UP_01, name="ktp.png", declared="image/png")
    assert (opened(kept.content).format, opened(kept.content).size, kept.original_name) == ("JPEG", (4, 3), "ktp.png")


def test_r11_2_metadata_is_gone_and_orientation_applied() -> None:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telepon Contoh"
    Image.new("RGB", (40, 20), (200, 0, 0)).save(target, "JPEG", exif=exif, comment=b"rahasia")
    kept = clean_picture(target.getvalue(), name="a.jpg", declared="image/jpeg").content
    assert opened(kept).size == (20, 40)
    assert dict(opened(kept).getexif()) == {}
    assert b"Telepon" not in kept
    assert b"rahasia" not in kept


def test_r11_2_what_hangs_behind_the_picture_is_gone() -> None:
    kept = clean_picture(photo() + b"<script>jahat()</script>", name="a.jpeg", declared="image/jpeg").content
    assert b"jahat" not in kept


def test_a_large_picture_is_made_smaller_and_a_transparent_one_stands_on_white() -> None:
    kept = clean_picture(photo(size=(4000, 1000)), name="a.jpg", declared="image/jpeg").content
    assert opened(kept).size == (1600, 400)
    target = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    assert clean_picture(target.getvalue(), name="a.png", declared="image/png").brightness > 250
    assert brightness_of(clean_picture(photo(BLACK), name="a.jpg", declared="image/jpeg").content) < 10


@pytest.mark.parametrize(
    ("content", "name", "declared", "code"),
    [
        (b"", "a.jpg", "image/jpeg", "picture_empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml", "picture_kind"),
        (b"<html></html>", "a.jpg", "image/jpeg", "picture_kind"),
        (b"%PDF-1.3", "a.pdf", "application/pdf", "picture_kind"),
        (b"GIF89a", "a.gif", "image/gif", "picture_kind"),
        (photo(), "a.png", "image/jpeg", "picture_disagrees"),
        (photo(), "a.jpg", "image/png", "picture_disagrees"),
        (photo(), "a.jpg.html", "image/jpeg", "picture_disagrees"),
        (photo()[:200], "a.jpg", "image/jpeg", "picture_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a.png", "image/png", "picture_broken"),
    ],
)
def test_r11_1_what_is_no_picture_or_not_what_it_says_is_refused(content: bytes, name: str, declared: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_picture(content, name=name, declared=declared)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert refused.value.fix


def test_too_many_bytes_and_too_many_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidInput, match="picture_too_large"):
        clean_picture(photo() + b"\0" * pictures.LIMIT, name="a.jpg", declared="image/jpeg")
    monkeypatch.setattr(pictures, "PIXELS", 100)
    with pytest.raises(InvalidInput, match="picture_too_large"):
        clean_picture(photo(), name="a.jpg", declared="image/jpeg")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(InvalidInput, match="picture_broken"):
        clean_picture(photo(size=(11, 11)), name="a.jpg", declared="image/jpeg")


def test_r11_5_a_name_is_only_text() -> None:
    assert clean_picture(photo(), name="../../etc/a.jpg", declared="image/jpeg").original_name == "a.jpg"
