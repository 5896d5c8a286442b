"""Labels that show text as it is: nothing from data is ever taken for markup."""

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOptionViewItem, QToolButton, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.theme import Hue, ink
from desk_app.domain.office import Meaning
from desk_app.i18n import tr
from desk_app.ui.tickets.chip import HEIGHT, drawn_chip


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
            more = quiet_button("chevron-down", tr("Show all"), self)
            more.clicked.connect(lambda: self._unfold(more))
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeading)

    def _unfold(self, more: QToolButton) -> None:
        self._label.setText(self._text)
        more.hide()


class Chip(QWidget):
    """A status, as the list of tickets shows it too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._meaning = Meaning.NEW

    def say(self, text: str, meaning: Meaning) -> None:
        """Show `text`; "" hides the chip."""
        self._text, self._meaning = text, meaning
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 32, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionViewItem()
        option.initFrom(self)
        chip = drawn_chip(option, self._text, self._meaning, self.width(), self.devicePixelRatioF())
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, chip)
