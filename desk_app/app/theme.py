"""How the program looks: Fusion, a light and a dark palette of ours, the system's where contrast is asked.

Widgets take colours from the palette alone; what the palette has no word for (good, waiting, bad…)
is mixed here from the palette and one hue.
"""

from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.app.icons import renew_icons
from desk_app.app.settings import Settings
from desk_app.resources import resource

SETTING: Final = "theme"
ROW_HEIGHT: Final = 28
GRID: Final = 8
"""Everything is spaced in multiples of this, in device-independent pixels."""


class Theme(StrEnum):
    """What a person may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Hue(StrEnum):
    """What a colour says; a word or a shape always says it too."""

    CALM = "#3b82f6"
    BUSY = "#0d9488"
    WAITING = "#d97706"
    AWAY = "#8b5cf6"
    GOOD = "#16a34a"
    PAST = "#6b7280"
    BAD = "#dc2626"


_R: Final = QPalette.ColorRole
_LIGHT: Final = {
    _R.Window: "#f3f4f6",
    _R.WindowText: "#1f2328",
    _R.Base: "#ffffff",
    _R.AlternateBase: "#f8f9fb",
    _R.Text: "#1f2328",
    _R.PlaceholderText: "#656d76",
    _R.Button: "#fcfcfd",
    _R.ButtonText: "#1f2328",
    _R.BrightText: "#ffffff",
    _R.ToolTipBase: "#24292f",
    _R.ToolTipText: "#ffffff",
    _R.Highlight: "#1d5fd1",
    _R.HighlightedText: "#ffffff",
    _R.Accent: "#1d5fd1",
    _R.Link: "#1d5fd1",
    _R.LinkVisited: "#6d3fc4",
    _R.Light: "#ffffff",
    _R.Midlight: "#eaecef",
    _R.Mid: "#d5d9de",
    _R.Dark: "#a9b0b8",
    _R.Shadow: "#6b737c",
}
_DARK: Final = {
    _R.Window: "#1c1f24",
    _R.WindowText: "#e4e7eb",
    _R.Base: "#15181c",
    _R.AlternateBase: "#191c21",
    _R.Text: "#e4e7eb",
    _R.PlaceholderText: "#99a2ad",
    _R.Button: "#2a2e35",
    _R.ButtonText: "#e4e7eb",
    _R.BrightText: "#ffffff",
    _R.ToolTipBase: "#343942",
    _R.ToolTipText: "#f2f4f6",
    _R.Highlight: "#2f63b5",
    _R.HighlightedText: "#ffffff",
    _R.Accent: "#6ea8fe",
    _R.Link: "#6ea8fe",
    _R.LinkVisited: "#b79bf2",
    _R.Light: "#454b55",
    _R.Midlight: "#31363e",
    _R.Mid: "#2b3037",
    _R.Dark: "#101216",
    _R.Shadow: "#000000",
}
_NO_CHOICE: Final = ("", "DejaVu Sans", "Liberation Sans", "FreeSans", "Bitstream Vera Sans")
_EDGE: Final = "#87919e"
_EDGED: Final = ("QLineEdit", "QPlainTextEdit", "QCheckBox", "QRadioButton", "QAbstractSpinBox", "QComboBox", "QMenu")
_FADED: Final = (_R.WindowText, _R.Text, _R.ButtonText)


def chosen(settings: Settings) -> Theme:
    """Return what the person chose."""
    kept = settings.get(SETTING, Theme.SYSTEM.value)
    return Theme(kept) if kept in set(Theme) else Theme.SYSTEM


def dress(app: QApplication, theme: Theme) -> None:
    """Give `app` its style and palette, now or again."""
    app.setStyle("Fusion")
    wanted = {Theme.LIGHT: Qt.ColorScheme.Light, Theme.DARK: Qt.ColorScheme.Dark}
    hints = _hints()
    hints.setColorScheme(wanted.get(theme, Qt.ColorScheme.Unknown))
    if high_contrast():
        app.setPalette(QPalette())
    else:
        dark = theme == Theme.DARK or (theme == Theme.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark)
        app.setPalette(palette(dark))
        _edge(app, dark)
    renew_icons(app)


def _edge(app: QApplication, dark: bool) -> None:
    """Let the edges of inputs be seen on dark: Fusion draws them in a darker shade of the window's colour."""
    made = QPalette(palette(dark))
    if dark:
        made.setColor(_R.Window, QColor(_EDGE))
    for name in _EDGED:
        app.setPalette(made, name)  # type: ignore[arg-type]  # the stub asks for bytes, which Qt refuses


def follow_system(app: QApplication, wanted: Theme) -> None:
    """Dress `app` again when the system turns dark or light, as long as that is what is wanted."""
    if wanted == Theme.SYSTEM:
        dress(app, wanted)


def high_contrast() -> bool:
    """Tell whether the system asks for high contrast: then its own palette is used, and no tints."""
    return _hints().accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


@cache
def _hints() -> QStyleHints:
    """Return Qt's hints, held: dropped, they take the Python side of their parts with them."""
    return QGuiApplication.styleHints()


def is_dark() -> bool:
    """Tell whether what is shown now is light on dark."""
    now = QGuiApplication.palette()
    return now.color(_R.Window).lightness() < now.color(_R.WindowText).lightness()


@cache
def palette(dark: bool) -> QPalette:
    """Return our own palette."""
    colours = _DARK if dark else _LIGHT
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in _FADED:
        back = QColor(colours[_R.Window])
        made.setColor(QPalette.ColorGroup.Disabled, role, mixed(back, QColor(colours[role]), 0.5))
    faint = mixed(QColor(colours[_R.Base]), QColor(colours[_R.Text]), 0.18)
    made.setColor(QPalette.ColorGroup.Disabled, _R.Highlight, faint)
    made.setColor(QPalette.ColorGroup.Disabled, _R.Accent, faint)
    return made


def mixed(under: QColor, over: QColor | Qt.GlobalColor, share: float) -> QColor:
    """Return `over` laid on `under` at `share` (0..1)."""
    over = QColor(over)
    rest = 1 - share
    return QColor.fromRgbF(
        under.redF() * rest + over.redF() * share,
        under.greenF() * rest + over.greenF() * share,
        under.blueF() * rest + over.blueF() * share,
    )


def tint(now: QPalette, hue: Hue) -> QColor:
    """Return the quiet background that says `hue`."""
    base = now.color(_R.Base)
    return base if high_contrast() else mixed(base, QColor(hue.value), 0.22 if is_dark() else 0.13)


def ink(now: QPalette, hue: Hue) -> QColor:
    """Return the colour of a word or a shape that says `hue`, readable (AA) on `tint`."""
    text = now.color(_R.Text)
    return text if high_contrast() else mixed(text, QColor(hue.value), 0.42 if is_dark() else 0.5)


def calm_selection(view: QWidget) -> None:
    """Mark what is selected in a list by a tint of the accent; call again when the palette changed."""
    now, calm = QGuiApplication.palette(), QPalette()  # what is not said here, such as edges, a part of it has its own
    if not high_contrast():
        for group, share in ((QPalette.ColorGroup.Active, 0.18), (QPalette.ColorGroup.Inactive, 0.11)):
            shade = mixed(now.color(_R.Base), now.color(_R.Accent), share)
            calm.setColor(group, _R.Highlight, shade)
            calm.setColor(group, _R.HighlightedText, now.color(_R.Text))
    view.setPalette(calm)


def show_edges(view: QWidget) -> None:
    """Let the frame of a list, and the boxes before its items, be seen on dark, as those of the forms are.

    To be called after `calm_selection`, and again when the palette changed.
    """
    if is_dark() and not high_contrast():
        made = QPalette(view.palette())
        made.setColor(_R.Window, QColor(_EDGE))
        view.setPalette(made)


def quiet(now: QPalette) -> QColor:
    """Return the colour of a thin line between parts of a window."""
    return mixed(now.color(_R.Window), now.color(_R.WindowText), 0.14)


def prepare_fonts(app: QApplication) -> None:
    """Use our own fonts where the machine has none of its own choice (a bare Linux)."""
    if QFontInfo(app.font()).family() not in _NO_CHOICE:
        return
    for name in ("PTSans-Regular", "PTSans-Bold", "Vazirmatn-Regular", "Vazirmatn-Bold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"{name}.ttf")))
    font = QFont("PT Sans", 10)
    font.setFamilies(["PT Sans", "Vazirmatn"])
    app.setFont(font)


def with_tabular_figures(font: QFont) -> QFont:
    """Return `font` with figures of one width, for columns of numbers and times."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
