"""Keeping the draft of a month: in the office a moment after each change, on this computer at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.app.desk import Desk
from desk_app.app.drafts import DraftKey
from desk_app.domain.errors import Conflict, UserError
from desk_app.domain.roster import Plan, difference
from desk_app.domain.roster.wire import plan_from_json, plan_json
from desk_app.services.duty import schedules
from desk_app.services.ports import Changes
from desk_app.ui.duty.sheet import Sheet

SOON: Final = 1500
"""How long after a change the draft is saved in the office, in milliseconds."""


class Keeping(QObject):
    """Saves the draft of the month that is shown. `saved` tells that the office has it; `failed` carries why not.

    `behind` tells that the office has what was changed in a month that is not shown any more.

    What the office does not have yet lies on this computer, and comes back when the month is opened again: over what
    others changed meanwhile, which stays elsewhere.
    """

    saved = Signal()
    behind = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: Sheet | None = None
        self._month, self._version = "", 0
        self._base = Plan()
        self._turn = 0
        self._dirty = self._saving = False
        self._timer = QTimer(self, singleShot=True, interval=SOON)
        self._timer.timeout.connect(self.save)

    @property
    def dirty(self) -> bool:
        """Whether there is something that the office does not have yet."""
        return self._dirty or self._saving

    @property
    def month(self) -> str:
        """The month whose draft is kept, or was looked at last."""
        return self._month

    @property
    def version(self) -> int:
        """The version of the draft that the office has, as far as it is known here."""
        return self._version

    def watch(self, sheet: Sheet | None, month: str, version: int) -> Plan | None:
        """Keep the changes of `sheet` from now on; return it with what was left unsaved here, if anything was."""
        self._timer.stop()
        self._sheet, self._month, self._version = sheet, month, version
        self._dirty = self._saving = False
        self._turn += 1
        if sheet is None:
            return None
        self._base = sheet.plan.copy()
        sheet.touched.connect(self._touched)
        left = self._desk.drafts.load(self._key())
        made = _over(self._base, left.values) if left else None
        if made is not None and made.cells == self._base.cells:
            self._desk.drafts.forget(self._key())
            return None
        return made

    def save(self) -> None:
        """Save now what is not saved."""
        self._timer.stop()
        if self._sheet is None or not self._dirty or self._saving:
            return
        self._dirty, self._saving = False, True
        month, plan, version = self._month, self._sheet.plan.copy(), self._version
        self._desk.command(
            self,
            lambda db: schedules.save(db, month, plan, version),
            partial(self._written, self._turn, self._key(), plan, version),
            failed=partial(self._not_written, self._turn),
        )

    def _touched(self, _cells: object) -> None:
        if self._sheet is None:
            return
        self._dirty = True
        values = {"plan": plan_json(self._sheet.plan), "base": plan_json(self._base)}
        self._desk.drafts.save(self._key(), values, self._version)
        self._timer.start()

    def _written(self, turn: int, key: DraftKey, plan: Plan, version: int, _changes: Changes) -> None:
        here = turn == self._turn
        again = self._sheet is not None and key == self._key() and version == self._version
        if here:
            self._saving = False
        if here or again:
            self._version, self._base = version + 1, plan
        if not (self._dirty and key == self._key()):
            self._desk.drafts.forget(key)
        elif here:
            self._timer.start()
        (self.saved if here else self.behind).emit()

    def _not_written(self, turn: int, error: UserError) -> None:
        """Say why not; what a colleague saved first is shown next, with the changes made here over it."""
        if turn == self._turn:
            self._saving, self._dirty = False, not isinstance(error, Conflict)
        self.failed.emit(error)

    def _key(self) -> DraftKey:
        return DraftKey(self._desk.epoch, self._desk.me.id, f"duty-{self._month}")


def _over(now: Plan, values: Mapping[str, Any]) -> Plan | None:
    """Return `now` with what was changed in the plan that `values` hold since it was as the office had it."""
    try:
        left = plan_from_json(values["plan"])
        base = plan_from_json(values["base"]) if "base" in values else now
    except (KeyError, TypeError, ValueError):
        return None
    made = now.copy()
    for change in difference(base, left):
        made.put(change.person, change.day, change.after)
    return made
