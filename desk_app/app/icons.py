"""Icons: the shipped SVG lines, tinted by the palette, sharp at every scale."""

from functools import cache
from math import ceil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from desk_app.resources import resource

_SIZES: Final = (16, 20)
"""Drawn sharp at these; every drawing costs a third of a millisecond of the start."""
_NAME: Final = "desk_icon"
_Role = QPalette.ColorRole


def put_icon(target: QAction | QAbstractButton, name: str, role: _Role = _Role.ButtonText) -> None:
    """Give `target` the icon `name` ("phone-plus"), and again whenever the palette changes."""
    target.setProperty(_NAME, [name, role.value])
    target.setIcon(icon(name, role))


def renew_icons(app: QApplication) -> None:
    """Tint every icon that `put_icon` gave out for the palette in force now."""
    for widget in app.allWidgets():
        for target in (widget, *widget.actions()):
            named = target.property(_NAME)
            if named and isinstance(target, QAction | QAbstractButton):
                target.setIcon(icon(named[0], _Role(named[1])))


def icon(name: str, role: _Role = _Role.ButtonText) -> QIcon:
    """Return the icon `name` in the colour that the palette has for `role` now; the style fades disabled ones."""
    app = QApplication.instance()
    scale = ceil(app.devicePixelRatio()) if isinstance(app, QGuiApplication) else 1
    return _icon(name, QGuiApplication.palette().color(QPalette.ColorGroup.Active, role).name(), scale)


@cache
def _icon(name: str, colour: str, scale: int) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        picture = drawn(name, colour, size * scale)
        made.addPixmap(picture)
        made.addPixmap(picture, QIcon.Mode.Selected)  # lists mark what is selected by a tint that it is seen on
    return made


def drawn(name: str, colour: str, pixels: int) -> QPixmap:
    """Return a square picture of `pixels` physical pixels."""
    svg = _lines(name).replace(b"currentColor", colour.encode())
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return QPixmap.fromImage(image)


@cache
def _lines(name: str) -> bytes:
    return (_folder() / f"{name}.svg").read_bytes()


@cache
def _folder() -> Path:
    return resource("icons")
