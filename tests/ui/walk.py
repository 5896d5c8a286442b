"""What a walk through a window finds: nameless controls, dead ends of Tab, unseen focus, faint or foreign text."""

import itertools
import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTableView,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QWidget,
)

TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit)
CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QTabBar, *TEXTS)
COMPOUND = (QComboBox, QAbstractSpinBox, QLineEdit, QTabBar, QTableView)
NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
AA, AA_LARGE = 4.5, 3.0
_PARTS = 8
_R, _G = QPalette.ColorRole, QPalette.ColorGroup
_KEYS = r"F\d+|Ctrl|Shift|Alt|Enter|Return|Esc|Del|Tab|Space|Ins|Home|End|PgUp|PgDown|Num"
ALLOWED = re.compile(
    rf"\b(?:{_KEYS}|Excel|PDF|CSV|SQLite|UTF-8|UTC|Desk|English|IT|Windows|e-mail|E-mail|ID|[A-Z])\b"
    r"|(?:[0-9A-Z]{4}-){3,}[0-9A-Z]{4}"
    r"|\S+\.(?:desk|xlsx|png|pdf|csv|toml)\b|\b\w+/[\w/-]+|[A-Z]:\\\S+|/\S+"
    r"|\b(?:ivanov|kim|boss|Ivanov Ivan|Kim Olga|Beisenova Dana|root)\b"
)


def controls(window: QWidget) -> list[QWidget]:
    """Return what one can use in `window` now, without the inner parts of combined controls."""
    return [one for one in window.findChildren(QWidget) if isinstance(one, CONTROLS) and _stands(one, window)]


def _stands(widget: QWidget, window: QWidget) -> bool:
    if not widget.isVisibleTo(window) or widget.window() is not window or not widget.isEnabled():
        return False
    if isinstance(widget, QHeaderView | QScrollBar) or widget.objectName().startswith("qt_"):
        return False
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, COMPOUND):
            return False
        parent = parent.parentWidget()
    return True


def nameless(window: QWidget) -> list[str]:
    """Return the controls that a reader has no name or no role for, or reads the value of as the name."""
    found = []
    for widget in controls(window):
        said = QAccessible.queryAccessibleInterface(widget)
        name = said.text(NAME).strip() if said else ""
        if isinstance(widget, QComboBox):
            name = widget.accessibleName()  # Qt gives readers the value instead, on Linux alone
        held = _value(widget)
        if not name or (held and name == held):
            found.append(f"{told(widget)}: named {name!r}, holds {held!r}")
        elif said.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            found.append(f"{told(widget)}: role {said.role()}")
    return found


def _value(widget: QWidget) -> str:
    match widget:
        case QComboBox():
            return widget.currentText()
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit() | QTextEdit():
            return widget.toPlainText()
    return ""


def unreachable(window: QWidget) -> list[str]:
    """Press Tab around the window; return what it does not come to, and where it does not go on or jumps back."""
    path = tabbed(window)
    reached = set(path)
    found = [
        f"Tab does not reach {told(one)}" for one in controls(window) if one not in reached and not _by_arrows(one)
    ]
    found += [f"Tab comes to {told(a)} before {told(b)}" for a, b in _neighbours(path) if _before(b, a)]
    if path and tabbed_from(path[-1]) is path[-1] and len(path) > 1:
        found.append(f"Tab ends at {told(path[-1])}")
    return found


def tabbed(window: QWidget) -> list[QWidget]:
    """Return what Tab comes to, in order, until it comes round."""
    QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window), f"{window} does not come to the front"
    settle(window)
    first = QApplication.focusWidget()
    if first is None or first.window() is not window:
        first = next((one for one in controls(window) if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
    path: list[QWidget] = []
    at = first
    while at is not None and at not in path and len(path) < 200:
        path.append(at)
        at = tabbed_from(at)
    begin = min(range(len(path)), key=lambda place: _corner(path[place], window), default=0)
    return path[begin:] + path[:begin]


def settle(window: QWidget) -> None:
    """Wait until every control has come to its place: nested layouts take several rounds of the event loop."""
    before = None
    for _ in range(100):
        now = [one.geometry() for one in controls(window)]
        if now == before:
            return
        before = now
        QTest.qWait(20)
    raise AssertionError(f"{window} never comes to rest")


def _corner(widget: QWidget, window: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(window, QPoint(0, 0))
    return corner.y() // 16, corner.x()


def tabbed_from(widget: QWidget) -> QWidget | None:
    """Return where Tab leads from `widget`."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(_PARTS if isinstance(widget, QAbstractSpinBox) else 1):  # a moment has parts that Tab goes through
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is not widget:
            break
    return QApplication.focusWidget()


def _by_arrows(widget: QWidget) -> bool:
    """Tell whether the keyboard comes to `widget` otherwise: radio buttons, what the focus passes on to."""
    if isinstance(widget, QRadioButton):
        return True
    if isinstance(widget, QAbstractButton) and isinstance(widget.parentWidget(), QTabBar):
        return True
    proxy = widget.focusProxy()
    return proxy is not None and proxy.focusPolicy() != Qt.FocusPolicy.NoFocus


def _neighbours(path: list[QWidget]) -> Iterator[tuple[QWidget, QWidget]]:
    """Give the pairs of `path` that stand in the same part of the window."""
    for a, b in itertools.combinations(path, 2):
        if a.parentWidget() is b.parentWidget() and not isinstance(a.parentWidget(), QDialogButtonBox):
            yield a, b


def _before(a: QWidget, b: QWidget) -> bool:
    """Tell whether `a` stands above `b`, or before it on the same line."""
    one, other = a.geometry(), b.geometry()
    if one.bottom() <= other.top():
        return True
    same_line = one.top() < other.bottom() and other.top() < one.bottom()
    return same_line and one.right() <= other.left()


def unseen_focus(window: QWidget) -> list[str]:
    """Return the controls that look the same with and without the focus."""
    path = tabbed(window)
    if len(path) < 2:
        return []
    found = []
    for place, widget in enumerate(path):
        _tab_to(path[place - 1])
        _bring_into_view(widget)
        before = _seen(window, widget)
        _tab_to(widget)
        if before == _seen(window, widget):
            found.append(f"no focus is seen on {told(widget)}")
    return found


def _tab_to(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as Qt does for a real Tab
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def _bring_into_view(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def _seen(window: QWidget, widget: QWidget):
    around = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return window.grab(around & window.rect()).toImage()


def faint(window: QWidget) -> list[str]:
    """Return the texts whose palette gives them less contrast than WCAG AA asks."""
    found = []
    for widget, role, back, said in _pairs(window):
        text = widget.palette().color(_G.Active, role)
        ratio = contrast(text, back)
        least = AA_LARGE if _is_large(widget) else AA
        if ratio < least:
            found.append(f"{told(widget)} {said}: {text.name()} on {back.name()} is {ratio:.2f}")
    return found


def _pairs(window: QWidget) -> Iterator[tuple[QWidget, QPalette.ColorRole, QColor, str]]:
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisibleTo(window) or widget.window() is not window or not widget.isEnabled():
            continue
        colours = widget.palette()
        base = colours.color(_G.Active, _R.Base)
        if isinstance(widget, QLabel) and widget.text():
            yield widget, widget.foregroundRole(), behind(widget), "text"
        elif isinstance(widget, QAbstractItemView):
            yield widget, _R.Text, base, "rows"
            yield widget, _R.PlaceholderText, base, "quiet rows"
            for group in (_G.Active, _G.Inactive):
                marked = colours.color(group, _R.Highlight)
                yield widget, _R.HighlightedText, marked, "selected rows"
        elif isinstance(widget, TEXTS):
            yield widget, _R.Text, base, "text"
            yield widget, _R.PlaceholderText, base, "placeholder"
        elif isinstance(widget, QToolButton) and widget.autoRaise():
            yield widget, _R.ButtonText, behind(widget), "text"
        elif isinstance(widget, QAbstractButton | QComboBox):
            role = _R.WindowText if isinstance(widget, QRadioButton) else _R.ButtonText
            back = behind(widget) if isinstance(widget, QRadioButton) else colours.color(_G.Active, _R.Button)
            yield widget, role, back, "text"


def behind(widget: QWidget) -> QColor:
    """Return the colour that `widget` stands on."""
    at: QWidget | None = widget
    while at is not None:
        filled = at.autoFillBackground() or at.isWindow()
        if isinstance(at, QAbstractScrollArea) and not isinstance(at, QScrollArea):
            filled = True
        if filled:
            return at.palette().color(_G.Active, at.backgroundRole())
        at = at.parentWidget()
    return widget.palette().color(_G.Active, _R.Window)


def contrast(a: QColor, b: QColor) -> float:
    """Return the contrast of two colours as WCAG counts it, 1..21."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _is_large(widget: QWidget) -> bool:
    size = widget.font().pointSizeF()
    return size >= 18 or (size >= 14 and widget.font().bold())


def foreign(window: QWidget) -> list[str]:
    """Return the texts of `window` that have Latin words only, but for those every language has."""
    return [f"{where}: {text!r}" for where, text in _texts(window) if _is_foreign(text)]


def _is_foreign(text: str) -> bool:
    rest = ALLOWED.sub("", re.sub(r"<[^>]+>", "", text))
    return bool(re.search(r"[A-Za-z]{2,}", rest)) and not re.search(r"[а-яё]", rest, re.IGNORECASE)


def _texts(window: QWidget) -> Iterator[tuple[str, str]]:
    yield "title", window.windowTitle()
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or widget.window() is not window:
            continue
        where = told(widget)
        yield where, widget.toolTip()
        yield where, widget.accessibleName()
        yield where, widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton):
            yield where, widget.text()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield where, widget.placeholderText()
        if isinstance(widget, QTabWidget):
            yield from ((where, widget.tabText(place)) for place in range(widget.count()))
        if isinstance(widget, QAbstractItemView):
            yield from ((where, text) for text in _headers(widget))
        if isinstance(widget, QComboBox):
            yield from ((where, widget.itemText(place)) for place in range(widget.count()))
    for menu in window.findChildren(QMenu):
        yield from ((f"menu {menu.title()!r}", action.text()) for action in menu.actions())


def _headers(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if isinstance(view, QTableView) and model is not None and view.horizontalHeader().isVisibleTo(view):
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def told(widget: QWidget) -> str:
    """Return how a finding names `widget`."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    parent = type(widget.parentWidget()).__name__
    return f"{parent} > {type(widget).__name__} {widget.objectName() or widget.accessibleName() or text!r}"
