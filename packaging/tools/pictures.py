"""Makes the program's icon for Windows and the splash picture from resources/icons/desk-app.svg.

usage: pictures.py FOLDER
"""

import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT: Final = Path(__file__).resolve().parents[2]
DRAWING: Final = ROOT / "resources" / "icons" / "desk-app.svg"
FONT: Final = ROOT / "resources" / "fonts" / "PTSans-Bold.ttf"
SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
SPLASH: Final = (420, 180)
PAPER: Final = "#f4f6f8"
INK: Final = "#1f2933"


def rendered(side: int, drawing: Path = DRAWING) -> QImage:
    """Return the icon as a square of `side` pixels on nothing."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """Return `image` as the bytes of a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def ico(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """Return an .ico file of PNGs given as (side in pixels, bytes), up to 256 pixels."""
    start = 6 + 16 * len(pictures)
    entries = b""
    for side, data in pictures:
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), start)
        start += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(data for _side, data in pictures)


def splash() -> QImage:
    """Return the picture shown while the one-file program unpacks. It needs a QGuiApplication."""
    width, height = SPLASH
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawImage(40, (height - 100) // 2, rendered(100))
    font = QFont(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(FONT))))
    font.setPixelSize(56)
    painter.setFont(font)
    painter.setPen(QColor(INK))
    painter.drawText(QRectF(170, 0, width - 180, height), Qt.AlignmentFlag.AlignVCenter, "Desk")
    painter.end()
    return image


def write(folder: Path) -> None:
    """Write desk-app.ico, desk-app.png and splash.png into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    (folder / "desk-app.ico").write_bytes(ico([(side, png(rendered(side))) for side in SIZES]))
    (folder / "desk-app.png").write_bytes(png(rendered(256)))
    (folder / "splash.png").write_bytes(png(splash()))
    del app


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]))
