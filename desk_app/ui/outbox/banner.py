"""The bar over the table that says that the office is away, or that something could not be sent."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.i18n import explain, format_date, tr, trn
from desk_app.ui.editor.plain import tip
from desk_app.ui.reports.notice import Notice, Offer


class AwayBanner(Notice):
    """Shown while the office is away, while the office refused what was sent, and while what waits cannot be read.

    `open_waiting` shows what waits. With `only_away` it keeps to the office being away: the main window says the rest.
    """

    def __init__(
        self, desk: Desk, open_waiting: Callable[[], object], parent: QWidget | None = None, only_away: bool = False
    ) -> None:
        super().__init__(parent)
        self._desk, self._open_waiting, self._only_away = desk, open_waiting, only_away
        self._said: tuple[bool, datetime | None, int, int, tuple[str, ...]] | None = None
        desk.reached.connect(self._look)
        desk.outbox.changed.connect(self._look)
        self.say_again()

    def _look(self, *_: object) -> None:
        self.say_again()

    def say_again(self, anew: bool = False) -> None:
        """Say what there is to say now; what was said already and closed by hand stays closed unless `anew`."""
        reach, entries = self._desk.reach, self._desk.outbox.entries
        refused = sum(1 for entry in entries if entry.refusal)
        troubles = tuple(explain(trouble) for trouble in self._desk.outbox.troubles)
        said = (reach.away is not None, reach.since if reach.away else None, len(entries), refused, troubles)
        if said == self._said and not anew:
            return
        before, self._said = self._said, said
        same = before is not None and (before[:2], before[4]) == (said[:2], said[4])
        closed = before is not None and same and self.isHidden() and said[2] <= before[2]
        if reach.away is not None:
            self._say_away(() if self._only_away else troubles)
        elif self._only_away:
            self.hide()
        elif refused:
            self._say_refused(refused, troubles)
        elif troubles:
            self._say(" ".join(troubles))
        else:
            self.hide()
        if closed and reach.away is not None:
            self.hide()

    def _say_away(self, troubles: tuple[str, ...]) -> None:
        reach, zone = self._desk.reach, self._desk.office.zone
        assert reach.away is not None
        since = reach.since.astimezone(zone)
        parts = [tr("The office cannot be reached since {time}.", time=f"{since:%H:%M}")]
        if reach.seen is not None:
            seen = reach.seen.astimezone(zone)
            when = f"{seen:%H:%M:%S}" if seen.date() == since.date() else f"{format_date(seen)} {seen:%H:%M}"
            parts.append(tr("You see this computer's copy as of {time}.", time=when))
        parts.append(
            tr(
                "Reading, searching and printing go on. New calls and comments are kept here and sent when it is back; "
                "other changes have to wait."
            )
        )
        self.setToolTip(tip(explain(reach.away)))
        self.setAccessibleDescription(explain(reach.away))
        offers: list[Offer] = [(tr("Try now"), "refresh", self._desk.look), *self._waiting()]
        self.say(" ".join([*parts, *troubles]), offers, Hue.WAITING)

    def _say_refused(self, refused: int, troubles: tuple[str, ...]) -> None:
        text = trn(
            "{n} thing that waited here was not taken by the office. Look why, and decide what becomes of it.",
            "{n} things that waited here were not taken by the office. Look why, and decide what becomes of them.",
            refused,
        )
        self._say(" ".join([text, *troubles]))

    def _say(self, text: str) -> None:
        self.setToolTip("")
        self.setAccessibleDescription("")
        self.say(text, self._waiting(), Hue.BAD)

    def _waiting(self) -> list[Offer]:
        count = len(self._desk.outbox.entries)
        return [(tr("What waits ({n})", n=count), "hourglass", self._open_waiting)] if count else []
