"""Keeping the draft of a month: in the office a moment after each change, on this computer at once."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.app.desk import Desk
from desk_app.app.drafts import DraftKey
from desk_app.domain.errors import UserError
from desk_app.domain.roster import Plan
from desk_app.domain.roster.wire import plan_from_json, plan_json
from desk_app.services.duty import schedules
from desk_app.services.ports import Changes
from desk_app.ui.duty.sheet import Sheet

SOON: Final = 1500
"""How long after a change the draft is saved in the office, in milliseconds."""


class Keeping(QObject):
    """Saves the draft of the month that is shown. `saved` tells that the office has it; `failed` carries why not.

    What the office does not have yet lies on this computer, and comes back when the month is opened again.
    """

    saved = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: Sheet | None = None
        self._month, self._version = "", 0
        self._dirty = self._saving = False
        self._timer = QTimer(self, singleShot=True, interval=SOON)
        self._timer.timeout.connect(self.save)

    @property
    def dirty(self) -> bool:
        """Whether there is something that the office does not have yet."""
        return self._dirty or self._saving

    def watch(self, sheet: Sheet | None, month: str, version: int) -> Plan | None:
        """Keep the changes of `sheet` from now on; return what was left unsaved on this computer, if anything was."""
        self._timer.stop()
        self._sheet, self._month, self._version = sheet, month, version
        self._dirty = False
        if sheet is None:
            return None
        sheet.touched.connect(self._touched)
        left = self._desk.drafts.load(self._key())
        return _plan_of(left.values) if left else None

    def save(self) -> None:
        """Save now what is not saved."""
        self._timer.stop()
        if self._sheet is None or not self._dirty or self._saving:
            return
        self._dirty, self._saving = False, True
        month, plan, version = self._month, self._sheet.plan.copy(), self._version
        self._desk.command(
            self, lambda db: schedules.save(db, month, plan, version), self._written, failed=self._not_written
        )

    def _touched(self, _cells: object) -> None:
        if self._sheet is None:
            return
        self._dirty = True
        self._desk.drafts.save(self._key(), {"plan": plan_json(self._sheet.plan)}, self._version)
        self._timer.start()

    def _written(self, _changes: Changes) -> None:
        self._saving = False
        self._version += 1
        if self._dirty:
            self._timer.start()
        else:
            self._desk.drafts.drop(self._key())
        self.saved.emit()

    def _not_written(self, error: UserError) -> None:
        self._saving, self._dirty = False, True
        self.failed.emit(error)

    def _key(self) -> DraftKey:
        return DraftKey(self._desk.epoch, self._desk.me.id, f"duty-{self._month}")


def _plan_of(values: Mapping[str, Any]) -> Plan | None:
    try:
        return plan_from_json(values["plan"])
    except (KeyError, TypeError, ValueError):
        return None
