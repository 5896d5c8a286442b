"""The working calendar of the office: a year at a glance, days of its own, years that are imported (K-3.1)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app import calendars
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue
from desk_app.calendars.xml import LIMIT, read_xml
from desk_app.domain.calendars import OWN_DAYS, CalendarYear, Day, NoCalendar
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import explain, tr, trn
from desk_app.services import working_days
from desk_app.services.ports import Changes, Session
from desk_app.services.recount import recount
from desk_app.ui.calendar.year_model import DAYS, SUMS, YearModel, hours_text, sentence, span_text
from desk_app.ui.editor.plain import Remark, plain_label, quiet_button, scaled, small
from desk_app.ui.widgets.list_view import be_list
from desk_app.ui.widgets.one_window import open_one

_NAMES: Final = "*.xml"


class CalendarWindow(QDialog):
    """Shows a year; who may, sets a day apart or takes another year in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, year: int | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("CalendarWindow")
        self.setWindowTitle(tr("Working calendar"))
        self._desk = desk
        self._year = year or date.today().year  # noqa: DTZ011 - the year people sit in front of it
        self.model = YearModel(self)
        self._counting = self._again = False
        self._make_parts()
        self._arrange()
        desk.changed.connect(self._changed)
        self.show_year(self._year)

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "CalendarWindow":  # type: ignore[override]
        """Open the calendar over `parent`, or raise the one that is open."""
        window = open_one(cls, parent, lambda: cls(desk, parent))
        window.finished.connect(window.deleteLater)
        return window

    # -- made of --

    def _make_parts(self) -> None:
        self.title = scaled(plain_label("", self), 1.35)
        self.totals = small(plain_label("", self))
        self.earlier = self._arrow("chevron-left", tr("The year before"), -1)
        self.later = self._arrow("chevron-right", tr("The year after"), 1)
        self.take = QPushButton(tr("Import a year…"), self)
        self.take.setToolTip(tr("Take a year from a file in the format of xmlcalendar"))
        self.take.clicked.connect(self._ask_file)
        self.forget = QPushButton(tr("Back to the shipped year"), self)
        self.forget.clicked.connect(self._forget)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Days of the year"))
        be_list(self.table)
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)
        narrow = self.table.font()
        narrow.setPointSizeF(narrow.pointSizeF() * 0.88)
        self.table.setFont(narrow)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.remark = Remark(self)
        self.moved = Remark(self)
        self.about = plain_label("", self)
        self.about.setWordWrap(True)
        self.hours = QLineEdit(self)
        self.hours.setPlaceholderText("08:30-12:30, 13:30-17:00")
        self.hours.setAccessibleName(tr("Working hours of this day"))
        self.hours.returnPressed.connect(self._set_hours)
        self.set_hours = QPushButton(tr("Set these hours"), self)
        self.set_hours.clicked.connect(self._set_hours)
        self.day_off = QPushButton(tr("Day off"), self)
        self.day_off.clicked.connect(lambda: self._set([]))
        self.as_official = QPushButton(tr("As in the calendar"), self)
        self.as_official.clicked.connect(lambda: self._set(None))
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _arrow(self, symbol: str, text: str, step: int) -> QToolButton:
        button = quiet_button(symbol, "", self)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(lambda: self.show_year(self._year + step))
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        for widget in (self.earlier, self.title, self.later, self.totals):
            head.addWidget(widget)
        head.addStretch()
        head.addWidget(self.take)
        head.addWidget(self.forget)
        across = self.table.horizontalHeader()
        across.setMinimumSectionSize(4 * GRID)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for sums in range(DAYS, DAYS + SUMS):
            across.setSectionResizeMode(sums, QHeaderView.ResizeMode.ResizeToContents)
        across.setHighlightSections(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(13 * ROW_HEIGHT)
        legend = small(plain_label(tr("– off · * shortened · + a working day off · • set by the office"), self))
        day = QHBoxLayout()
        day.addWidget(self.hours, 1)
        for button in (self.set_hours, self.day_off, self.as_official):
            day.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(self.remark)
        column.addWidget(self.table, 1)
        column.addWidget(legend)
        column.addWidget(self.moved)
        column.addWidget(self.about)
        column.addLayout(day)
        self.resize(1180, 600)

    # -- showing --

    def show_year(self, year: int) -> None:
        """Show `year`, or say that there is no calendar for it."""
        chosen = self._day()
        self._year = year
        self.title.setText(str(year))
        try:
            self.model.show_year(self._desk.office.calendar, year)
            days, hours = self.model.totals()
            said = trn("{n} working day, {hours} h", "{n} working days, {hours} h", days, hours=hours_text(hours))
            self.totals.setText(said)
            self.remark.say("")
            again = chosen.on if chosen and chosen.on.year == year else date(year, 1, 1)
            self.table.setCurrentIndex(self.model.index_of(again))
        except NoCalendar as error:
            for part in (self.totals, self.about, self.hours):
                part.setText("")
            self.remark.say(explain(error), Hue.WAITING)
        self.table.setEnabled(bool(self.model.rowCount()))
        self._gate()

    def _changed(self, news: Changes) -> None:
        if news.office:
            self.show_year(self._year)

    def _day(self) -> Day | None:
        return self.model.day(self.table.currentIndex()) if self.model.year else None

    def _chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        day = self._day()
        self.about.setText(sentence(day) if day else "")
        self.hours.setText(", ".join(span_text(part.start, part.end) for part in day.intervals) if day else "")
        self._gate()

    def _gate(self) -> None:
        may = self._desk.office.may(self._desk.me, working_days.RIGHT)
        day, settings = self._day(), self._desk.office.settings
        for part in (self.hours, self.set_hours, self.day_off):
            part.setEnabled(may and day is not None)
        own = day is not None and day.on.isoformat() in settings.get(OWN_DAYS, {})
        self.as_official.setEnabled(may and own)
        self.take.setEnabled(may)
        self.forget.setVisible(str(self._year) in settings.get(calendars.IMPORTED, {}))
        self.forget.setEnabled(may)

    # -- changing --

    def _set_hours(self) -> None:
        self._set([part.strip() for part in self.hours.text().replace(";", ",").split(",") if part.strip()])

    def _set(self, hours: Sequence[str] | None) -> None:
        day = self._day()
        if day is not None:
            self._change(lambda db: working_days.set_day(db, day.on, hours))

    def _forget(self) -> None:
        year = self._year
        self._change(lambda db: working_days.forget_year(db, year))

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("A year's calendar"), "", f"xmlcalendar ({_NAMES})")
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Take the year in the file at `path`."""
        try:
            year = _read(path, self._desk.office.country)
        except UserError as error:
            self._failed(error)
            return
        self._year = year.year
        self._change(lambda db: working_days.import_year(db, year))

    def _change(self, work: Callable[[Session], Changes]) -> None:
        """Change the calendar, then count the open tickets by it."""
        self.moved.say("")
        self._desk.command(self, work, self._written, failed=self._failed)

    def _written(self, news: Changes) -> None:
        if not news.office:
            return
        self._again = self._counting
        if not self._counting:
            self._counting = True
            self._desk.batch(self, lambda reader, uow, tick: recount(uow, reader, tick), self._counted, self._uncounted)

    def _counted(self, moved: Sequence[int]) -> None:
        self._counting = False
        if moved:
            said = trn("{n} ticket is due at another time now.", "{n} tickets are due at another time now.", len(moved))
            self.moved.say(said, Hue.CALM)
        if self._again:
            self._written(Changes(office=True))

    def _uncounted(self, error: UserError) -> None:
        self._counting = False
        self.moved.say(explain(error))

    def _failed(self, error: UserError) -> None:
        self.remark.say(explain(error))


def _read(path: Path, country: str) -> CalendarYear:
    try:
        with path.open("rb") as stream:
            return read_xml(stream.read(LIMIT + 1), country)
    except OSError:
        raise BadInput("The file {name} cannot be read. Choose another.", name=path.name) from None
