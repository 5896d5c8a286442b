"""The bottom line of the window: how much is shown, who I am, who else is here, and how the office is reached."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desk_app.app.following import Reach
from desk_app.app.presence import Presence
from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.i18n import explain, tr, trn
from desk_app.services.places import Place, called
from desk_app.services.station import Peer
from desk_app.ui.editor.plain import tip

_TICK: Final = 1000
_NAMES: Final = 3
"""How many of those on duty are named."""
_FRESH: Final = 10
"""Up to so many seconds "just now" is said instead of counting: nothing shall flicker while all is well."""


class StatusLine(QStatusBar):
    """Says what it is told; keeps quiet about what it does not know."""

    def __init__(self, office_path: Place, presence: Presence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._presence = office_path, presence
        self._numbers: tuple[int, int | None, int] = (0, None, 0)
        self._reach = Reach(datetime.now(UTC))
        self._rows, self._person = plain_label(self), plain_label(self)
        self._here, self._warnings, self._file = plain_label(self), plain_label(self), plain_label(self)
        self._duty = plain_label(self)
        self._duty.hide()
        self._rows.setIndent(GRID)
        self._saving = plain_label(self)
        self._saving.hide()
        self.addWidget(self._rows)
        self.addWidget(self._saving)
        for label in (self._duty, self._here, self._person, self._warnings, self._file):
            self.addPermanentWidget(label)
        self._file.setIndent(GRID)
        self._file.setMargin(2)
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self._say_file)
        self._tick.start()
        presence.met.connect(self._met)

    def show_rows(self, shown: int, total: int | None, selected: int) -> None:
        """Say how many rows the list has, of how many in all, and how many are selected."""
        self._numbers = (shown, total, selected)
        text = trn("{n} ticket", "{n} tickets", shown)
        if total is not None and total != shown:
            text = tr("{shown} of {total}", shown=_grouped(shown), total=_grouped(total))
        if selected > 1:
            text += " · " + trn("{n} selected", "{n} selected", selected)
        self._rows.setText(text)

    def remark(self, text: str) -> None:
        """Say something in passing."""
        self.showMessage(text, 8000)

    def show_late(self, late: bool) -> None:
        """Say that a save takes longer than usual, or that it does not any more."""
        self._saving.setText(tr("Saving: waiting for colleagues who save, or for the shared drive") if late else "")
        self._saving.setVisible(late)

    def not_read(self, error: UserError) -> None:
        """Say why the list could not be read."""
        self.showMessage(explain(error), 15000)

    def show_person(self, name: str, role: str) -> None:
        """Say who works here."""
        self._person.setText(f"{name} · {role}" if role else name)

    def show_duty(self, people: Sequence[Person]) -> None:
        """Say who has duty now; nothing where nobody has."""
        names = [person.name.split()[0] for person in people if person.name]
        said = ", ".join(names[:_NAMES]) + ("…" if len(names) > _NAMES else "")
        self._duty.setText(tr("On duty: {names}", names=said) if names else "")
        self._duty.setVisible(bool(names))
        self._duty.setToolTip(tip("\n".join(person.name for person in people)).replace("\n", "<br>"))

    def _met(self, *_: object) -> None:
        """Say who else has the office open; each person once, however many programs they run."""
        peers = self._presence.peers
        names = list(dict.fromkeys(peer.name for peer in peers))
        said = names[0] if len(names) == 1 else trn("{n} colleague", "{n} colleagues", len(names))
        self._here.setText(tr("Here too: {names}", names=said) if names else "")
        self._here.setVisible(bool(names))
        listed = "\n".join(_line(peer) for peer in peers)
        self._here.setToolTip(tip(listed).replace("\n", "<br>"))
        self._here.setAccessibleDescription(listed)

    def show_reach(self, reach: Reach) -> None:
        """Say whether the office was reached at the last look, and what is not as it should be."""
        self._reach = reach
        said = [explain(warning) for warning in reach.warnings]
        self._warnings.setText("▲ " + trn("{n} warning", "{n} warnings", len(said)) if said else "")
        self._warnings.setVisible(bool(said))
        self._warnings.setToolTip(tip("\n".join(said)).replace("\n", "<br>"))
        self._warnings.setAccessibleDescription(" ".join(said))
        away = explain(reach.away) if reach.away else ""
        self._file.setToolTip(tip(away))
        self._file.setAccessibleDescription(away)
        self._say_file()

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        for label, name in (
            (self._rows, tr("Rows")),
            (self._saving, tr("Saving")),
            (self._person, tr("Signed in")),
            (self._here, tr("Who else is here")),
            (self._duty, tr("Who is on duty now")),
            (self._warnings, tr("Warnings")),
            (self._file, tr("Office file")),
        ):
            label.setAccessibleName(name)
        self.show_rows(*self._numbers)
        self._met()
        self.show_reach(self._reach)

    def _say_file(self) -> None:
        if not self.isVisible() and self._file.text():
            return
        reach, name = self._reach, called(self._path)[0]
        if reach.away is not None:
            text = "▲ " + tr("{file} cannot be reached", file=name)
        elif reach.took is None or reach.seen is None:
            text = f"● {name}"
        else:
            took = tr("{n} ms", n=max(1, round(reach.took * 1000)))
            text = "● " + " · ".join((name, took, _ago((datetime.now(UTC) - reach.seen).total_seconds())))
        if text != self._file.text():
            self._file.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say_file()


def plain_label(parent: QWidget) -> QLabel:
    """Return a label that never takes its text for markup."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _line(peer: Peer) -> str:
    where = f"{peer.name} ({peer.host})" if peer.host else peer.name
    return tr("{person}: is editing a ticket", person=where) if peer.editing else where


def _ago(seconds: float) -> str:
    if seconds < _FRESH:
        return tr("up to date")
    if seconds < 60:
        return tr("updated {n} s ago", n=int(seconds) // 10 * 10)
    return trn("updated {n} minute ago", "updated {n} minutes ago", int(seconds) // 60)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
