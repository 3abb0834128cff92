"""QR codes that lead from the screen to the telephone (T-10)."""

import io

import segno

# A quiet zone of four modules, so that the code is found on any ground.
LOOK = {"scale": 8, "border": 4, "dark": "#000", "light": "#fff"}


def qr_svg(link: str) -> bytes:
    picture = io.BytesIO()
    _code(link).save(picture, kind="svg", **LOOK)
    return picture.getvalue()


def qr_data_uri(link: str) -> str:
    """The same for pages that load nothing."""
    return _code(link).svg_data_uri(**LOOK)


def _code(link: str) -> segno.QRCode:
    return segno.make(link, error="m", micro=False)
