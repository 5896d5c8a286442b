"""Where a window stands and how its panes share it, kept over restarts."""

import re
from typing import Final

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QSplitter, QWidget

from desk_app.app.settings import Settings

_GEOMETRY: Final = "window.geometry"
_PANES: Final = "window.panes"
_LAST_SHOWN: Final = "window.pane"
_FRAME: Final = QSize(0, 32)
"""What the title of a window takes."""


def restore_place(window: QWidget, panes: QSplitter, settings: Settings) -> None:
    """Put `window` where it was, or where a small screen has room; its last pane may be hidden."""
    if not window.restoreGeometry(_bytes(settings.get(_GEOMETRY, ""))):
        window.resize(1280, 720)
    keep_on_screen(window)
    sizes = [size for size in settings.get(_PANES, []) if isinstance(size, int)]
    if len(sizes) == panes.count():
        panes.setSizes(sizes)
    _last(panes).setVisible(settings.get(_LAST_SHOWN, True))


def keep_on_screen(window: QWidget) -> None:
    """Make `window` no larger than its screen has room for, with its frame; at 200 % that is half the pixels."""
    room = window.screen().availableGeometry().size() - _FRAME
    window.resize(window.size().boundedTo(room).expandedTo(window.minimumSizeHint()))


def keep_place(window: QWidget, panes: QSplitter, settings: Settings) -> None:
    """Write down where `window` is."""
    shown = not _last(panes).isHidden()
    settings.update(
        {
            _GEOMETRY: window.saveGeometry().toBase64().toStdString(),
            _PANES: panes.sizes() if shown else settings.get(_PANES),
            _LAST_SHOWN: shown,
        }
    )


def _last(panes: QSplitter) -> QWidget:
    last = panes.widget(panes.count() - 1)
    assert last is not None
    return last


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(re.sub(r"[^A-Za-z0-9+/=]", "", text).encode()))
