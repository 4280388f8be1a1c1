"""QR codes as images that a page or a PDF may carry inside itself."""

from __future__ import annotations

import segno


def qr_image(text: str) -> str:
    """A `data:` address of an SVG, black on white whatever the page's colours; error correction M, some 15 % may be dirty."""
    code = segno.make(text, micro=False, error="m", boost_error=False)
    return str(code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff", omitsize=False))
