"""The clocks of a call: how long entering it takes (E-6.1b), and how long a consultation lasts (E-6.2a, K-4.1)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk_app.app.theme import Hue, ink, with_tabular_figures
from desk_app.domain.deadlines import WARN_AT, Mode
from desk_app.domain.limits import About, limit_of, rule_for
from desk_app.domain.office import Office
from desk_app.domain.tickets import Ticket
from desk_app.i18n import tr

ENTRY_LIMIT: Final = timedelta(minutes=2)
"""How long entering a call may take (E-6.1b)."""
_SECOND: Final = 1000


class CallClock(QObject):
    """Counts time on `label`: amber from 80 % of its limit, red after; words say it besides the colour."""

    def __init__(self, label: QLabel, limit: timedelta, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self.limit = limit
        self.opened = datetime.now(UTC)
        label.setFont(with_tabular_figures(label.font()))
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self.show)
        label.installEventFilter(self)

    def start(self, since: datetime | None = None) -> None:
        """Count from `since` (aware); None is now."""
        self.opened = since or datetime.now(UTC)
        self._tick.start()
        self.show()

    def stop(self) -> None:
        """Leave what is shown."""
        self._tick.stop()

    @property
    def spent(self) -> timedelta:
        """How long it has taken."""
        return datetime.now(UTC) - self.opened

    def show(self) -> None:
        """Say how long it has taken."""
        text, hue = said(self.spent, self.limit)
        now = QApplication.palette()
        if hue is not None:
            now.setColor(now.ColorRole.WindowText, ink(now, hue))
        self._label.setPalette(now)
        self._label.setText(self.worded(text))

    def worded(self, text: str) -> str:
        """Return `text` as it stands on the label."""
        return text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ApplicationPaletteChange and self._label.text():
            self.show()
        return super().eventFilter(watched, event)


class EntryClock(CallClock):
    """Counts the time of the entry; it begins with the window, where the call begins."""

    def __init__(self, label: QLabel, parent: QObject | None = None) -> None:
        super().__init__(label, ENTRY_LIMIT, parent)
        self.start()


class ConsultClock(CallClock):
    """Counts a consultation, as long as there is one; hidden otherwise."""

    def __init__(self, label: QLabel, parent: QObject | None = None) -> None:
        super().__init__(label, timedelta(), parent)
        label.hide()

    def worded(self, text: str) -> str:
        return tr("Consultation: {time}", time=text)

    def follow(self, limit: timedelta | None, since: datetime) -> None:
        """Count from `since` towards `limit`; None hides the clock."""
        self._label.setVisible(limit is not None)
        if limit is None:
            self.stop()
            self._label.clear()
        else:
            self.limit = limit
            self.start(since)


def said(spent: timedelta, limit: timedelta) -> tuple[str, Hue | None]:
    """Return in words how `spent` stands to `limit`, and the colour that says the same; None is none."""
    taken, most = _minutes(spent), _minutes(limit)
    if spent > limit:
        return tr("{taken}: longer than {limit}", taken=taken, limit=most), Hue.BAD
    if spent >= limit * WARN_AT:
        return tr("{taken} of {limit}, soon over", taken=taken, limit=most), Hue.WAITING
    return tr("{taken} of {limit}", taken=taken, limit=most), None


def consult_limit(office: Office, about: About) -> timedelta | None:
    """Return how long a consultation like `about` may last; None for what is none, or is not counted in minutes."""
    if rule_for(office, "resolve", about) is not None:
        return None
    rule = rule_for(office, "consult", about)
    limit = limit_of(rule) if rule else None
    return timedelta(minutes=limit.amount) if limit and limit.mode is Mode.MINUTES else None


def consult_clock(office: Office, ticket: Ticket) -> tuple[timedelta | None, datetime]:
    """Return the limit of the consultation that `ticket` is now, and when it began; None where nobody talks now.

    It began with the call; what had lain there longer than a consultation lasts began with its registration.
    """
    limit = consult_limit(office, About(ticket.kind, ticket.type, ticket.priority, ticket.line, ticket.service))
    began, registered = ticket.received_at, ticket.registered_at
    if registered is None or office.status(ticket.status).stops_clock or ticket.appointment_at:
        return None, began
    if limit is not None and registered - began > limit:
        began = registered
    return limit, began


def clock_label(parent: QWidget, name: str) -> QLabel:
    """Return a label for a clock, called `name` for those who listen."""
    from desk_app.ui.editor.plain import plain_label

    label = plain_label("", parent)
    label.setAccessibleName(name)
    return label


def _minutes(time: timedelta) -> str:
    seconds = max(int(time.total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60}:{rest % 60:02d}"
