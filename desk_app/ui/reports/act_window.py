"""The acts of a month (E-4.2b, E-4.2c): chosen above, seen below as they will print, with what is proposed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.journal import Month
from desk_app.i18n import format_month, tr, trn
from desk_app.reports.acts import title_of
from desk_app.reports.description import Report
from desk_app.services.acts import Act, ActKind, act
from desk_app.services.ports import Changes, Reader
from desk_app.ui.editor.plain import quiet_button
from desk_app.ui.reports import files
from desk_app.ui.reports.chooser import GEOMETRY, Prints, Which, open_prints
from desk_app.ui.reports.month_bar import MonthBar
from desk_app.ui.reports.proposals import ProposalsDialog
from desk_app.ui.reports.window import ReportWindow, raised
from desk_app.ui.reports.words import Words
from desk_app.ui.widgets.tabs import tab_order

DRAFTS: Final = "acts.proposals"
"""Under this key what was proposed is kept on this computer: a text by office, act, month and error."""
_KEPT: Final = 48
"""So many acts are remembered; the oldest are forgotten."""


class ActWindow(ReportWindow[Act]):
    """Starts with the month before this one. What is proposed is kept on this computer until it is changed."""

    def __init__(self, desk: Desk, kind: ActKind, parent: QWidget | None = None) -> None:
        self.kind = kind
        self._act: Act | None = None
        self.months = MonthBar(Month.of(datetime.now(desk.office.zone).date()))
        self.which = Which(Prints(kind.value), self.months)
        super().__init__(desk, parent, self.which, GEOMETRY)
        self.propose = quiet_button("pencil", "", self)
        self.propose.setEnabled(False)
        self.add_tool(self.propose)
        tab_order(self.which.choice, self.months.earlier, self.months.month, self.months.later)
        tab_order(self.months.later, self.propose, *self.tools, self.print, self.pages)
        self.months.changed.connect(self.choose_again)
        self.which.asked.connect(self._open_other)
        self.propose.clicked.connect(self._propose)
        QShortcut(QKeySequence("F4"), self, self._propose)
        self.say_again()
        self.refresh()

    @classmethod
    def open(cls, desk: Desk, kind: ActKind, parent: QWidget) -> "ActWindow":
        """Open the window over `parent` with the act of `kind`, or raise the one that is open."""
        opened = next((window for window in parent.findChildren(cls) if window.isVisible()), None)
        if opened is not None:
            opened.show_kind(kind)
        return raised(opened or cls(desk, kind, parent))

    def show_kind(self, kind: ActKind) -> None:
        """Show the act of `kind`."""
        if kind is not self.kind:
            self.kind = kind
            self.which.show_choice(Prints(kind.value))
            self.choose_again()

    def handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **super().handlers(),
            "earlier": lambda: self.months.step(-1),
            "later": lambda: self.months.step(1),
        }

    def say_again(self) -> None:
        self.months.fill()
        self.which.say_again()
        self.propose.setText(tr("Proposals…"))
        self.propose.setAccessibleName(tr("Proposals…"))
        self.propose.setToolTip(tr("What is proposed against each error, and what concludes the act (F4)"))
        super().say_again()

    def words(self) -> Words:
        month = self.months.chosen_month()
        named = format_month(month.year, month.month)
        return Words(
            title=tr("{act}, {month}", act=title_of(self.kind), month=named),
            soon=tr("The pages of the act will stand here in a moment."),
            reading=tr("Reading the requests of the month…"),
            failed=tr("The act could not be made."),
            changed=tr("Requests were changed since these pages were made."),
            save=tr("Save the act"),
            print=tr("Print the act"),
        )

    def ask(self) -> Callable[[Reader], Act]:
        kind, month = self.kind, self.months.chosen_month()
        return lambda reader: act(reader, kind, month)

    def describe(self, read: Act, as_of: datetime | None) -> Callable[[], Report]:
        self._act = replace(read, as_of=as_of)
        self.propose.setEnabled(True)
        full = replace(self._act, proposals=self._proposals(self._act))
        printed_on = self.now().date()

        def described() -> Report:
            from desk_app.reports.acts import act_report

            return act_report(full, printed_on)

        return described

    def counted(self, read: Act) -> int:
        return read.rows

    def rows_text(self, rows: int) -> str:
        if self.kind is ActKind.DATA_CHANGES:
            return trn("{n} change", "{n} changes", rows)
        return trn("{n} repeated error", "{n} repeated errors", rows)

    def file_name(self) -> str:
        month = self.months.chosen_month()
        return files.file_name(title_of(self.kind), str(month))

    def is_about(self, news: Changes) -> bool:
        return super().is_about(news) or news.office

    # -- what is proposed --

    def _propose(self) -> None:
        if self._act is not None and self._act.month == self.months.chosen_month() and self._act.kind is self.kind:
            ProposalsDialog.open_for(self._act, self._proposals(self._act), self.keep, self)

    def keep(self, about: Act, proposals: Mapping[str, str]) -> None:
        """Keep what is proposed in the act `about` on this computer, and make the pages anew."""
        drafts = dict(self._desk.settings.get(DRAFTS, {}))
        drafts.pop(self._draft(about), None)
        written = {key: text for key, text in proposals.items() if text.strip()}
        drafts |= {self._draft(about): written} if written else {}
        self._desk.settings.set(DRAFTS, dict(list(drafts.items())[-_KEPT:]))
        self.refresh()

    def _proposals(self, about: Act) -> dict[str, str]:
        kept = self._desk.settings.get(DRAFTS, {}).get(self._draft(about))
        return {str(key): str(text) for key, text in kept.items()} if isinstance(kept, dict) else {}

    def _draft(self, about: Act) -> str:
        return f"{self._desk.epoch} {about.kind.value} {about.month}"

    def _open_other(self, wanted: Prints) -> None:
        if wanted is Prints.JOURNAL:
            open_prints(self._desk, wanted, self, self.months.chosen_month())
        else:
            self.show_kind(ActKind(wanted.value))
