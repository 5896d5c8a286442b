"""Labels that show text as it is: nothing from data is ever taken for markup."""

from html import escape

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import Hue, high_contrast, ink, tint
from desk_app.i18n import tr


def plain_label(text: str, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows `text` letter by letter."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def copyable(text: str, name: str, parent: QWidget | None = None) -> QLabel:
    """Return a wrapping label whose text can be selected and copied, by mouse and keyboard; `name` is for readers."""
    label = plain_label(text, parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    policy = label.sizePolicy()  # it knows that a wrapping label's height depends on its width
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    label.setSizePolicy(policy)
    label.setAccessibleName(f"{name}: {text[:200]}")
    return label


def small(label: QLabel) -> QLabel:
    """Make `label` a quiet remark."""
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 0.9)
    label.setFont(font)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def scaled(label: QLabel, factor: float, bold: bool = True) -> QLabel:
    """Make the text of `label` `factor` times as large."""
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    label.setFont(font)
    return label


def caption(text: str) -> str:
    """Return `text` as a button or menu must get it, so that & is not taken for a shortcut."""
    return text.replace("&", "&&")


def tip(text: str) -> str:
    """Return `text` as a tooltip must get it, so that nothing in it is taken for markup."""
    return f"<qt>{escape(text)}</qt>" if text else ""


def quiet_button(symbol: str, text: str, parent: QWidget) -> QToolButton:
    """Return a flat button with a picture and words, which takes the focus of the keyboard too."""
    button = QToolButton(parent)
    button.setAutoRaise(True)
    put_icon(button, symbol)
    button.setText(caption(text))
    button.setAccessibleName(text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setMinimumWidth(32)
    return button


def emphasise(button: QPushButton) -> None:
    """Make `button` the one that the eye finds first."""
    font = button.font()
    font.setBold(True)
    button.setFont(font)
    button.installEventFilter(_Emphasis(button))


_DEEPER = 140
"""Fusion brightens a button by about so much; the words on it shall stay readable."""


class _Emphasis(QObject):
    """Keeps a button in the accent of whatever palette is in force."""

    def __init__(self, button: QPushButton) -> None:
        super().__init__(button)
        self._button = button
        self._colour()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._colour()
        return False

    def _colour(self) -> None:
        now = QPalette(QGuiApplication.palette())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            accent = now.color(QPalette.ColorRole.Highlight)
            now.setColor(group, QPalette.ColorRole.Button, accent if high_contrast() else accent.darker(_DEEPER))
            now.setColor(group, QPalette.ColorRole.ButtonText, now.color(QPalette.ColorRole.HighlightedText))
        self._button.setPalette(now)


class Remark(QLabel):
    """A small plain sentence in the colour of what it says; hidden while it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        small(self)
        self._hue: Hue | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, sentence: str, hue: Hue | None = Hue.BAD) -> None:
        """Show `sentence`; "" hides the label."""
        self._hue = hue
        self.setText(sentence)
        self._colour()
        self.setVisible(bool(sentence))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._colour()

    def _colour(self) -> None:
        now = QPalette(QGuiApplication.palette())
        if self._hue is not None:
            now.setColor(QPalette.ColorRole.WindowText, ink(now, self._hue))
            now.setColor(QPalette.ColorRole.PlaceholderText, ink(now, self._hue))
        self.setPalette(now)


class Elided(QLabel):
    """One line of plain text that ends in … where it does not fit."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(" ".join(text.split()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)


class Fold(QWidget):
    """Text that may be long: its beginning, and the rest when asked for."""

    def __init__(self, text: str, name: str, limit: int = 600, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._label = copyable(text if len(text) <= limit else text[:limit].rstrip() + "…", name, self)
        column.addWidget(self._label)
        if len(text) > limit:
            more = QPushButton(tr("Show all"), self)
            more.setFlat(True)
            put_icon(more, "chevron-down")
            more.clicked.connect(lambda: self._unfold(more))
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeading)

    def _unfold(self, more: QPushButton) -> None:
        self._label.setText(self._text)
        more.hide()


class Chip(QWidget):
    """A word on its tint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._hue = Hue.PAST

    def say(self, text: str, hue: Hue) -> None:
        """Show `text`; "" hides the chip."""
        self._text, self._hue = text, hue
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 34, metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        now, box = self.palette(), self.rect()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint(now, self._hue))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            painter.setBrush(ink(now, self._hue))
            dot = box.width() - 16 if self.isRightToLeft() else 10
            painter.drawEllipse(dot, box.center().y() - 2, 6, 6)
            painter.setPen(ink(now, self._hue))
            inner = box.adjusted(10, 0, -22, 0) if self.isRightToLeft() else box.adjusted(22, 0, -10, 0)
            text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)
