"""Icons: the shipped SVG lines, tinted by the palette, sharp at every scale."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from desk_app.resources import resource

_PIXELS: Final = (16, 20, 32, 40)
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
    """Return the icon `name` in the colours that the palette has for `role` now."""
    palette = QGuiApplication.palette()
    return _icon(
        name,
        palette.color(QPalette.ColorGroup.Active, role).name(),
        palette.color(QPalette.ColorGroup.Disabled, role).name(),
        palette.color(QPalette.ColorGroup.Active, _Role.HighlightedText).name(),
    )


@cache
def _icon(name: str, normal: str, disabled: str, selected: str) -> QIcon:
    made = QIcon()
    modes = {QIcon.Mode.Normal: normal, QIcon.Mode.Disabled: disabled, QIcon.Mode.Selected: selected}
    for mode, colour in modes.items():
        for pixels in _PIXELS:
            made.addPixmap(drawn(name, colour, pixels), mode)
    return made


def drawn(name: str, colour: str, pixels: int) -> QPixmap:
    """Return a square picture of `pixels` physical pixels."""
    svg = resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return QPixmap.fromImage(image)
