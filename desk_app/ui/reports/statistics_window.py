"""Statistics (S-2.1c, E-4.2d): chosen above, a table and a chart side by side, what was planned below the chart."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QFont, QFontMetrics, QGuiApplication, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, format_moment, tr, trn
from desk_app.reports.statistics import TITLES, Sheet, label_of, period_words
from desk_app.reports.statistics_charts import chart_of, choices
from desk_app.services.ports import Changes
from desk_app.services.statistics import Figures
from desk_app.ui.reports.commands import actions, say
from desk_app.ui.reports.month_bar import Choice
from desk_app.ui.reports.notice import Notice
from desk_app.ui.reports.statistics_bar import StatisticsBar
from desk_app.ui.reports.statistics_foot import StatisticsFoot
from desk_app.ui.reports.statistics_model import StatisticsModel
from desk_app.ui.reports.statistics_plan import PlanView
from desk_app.ui.reports.statistics_reading import Reading
from desk_app.ui.reports.statistics_taking import Taking, today_of
from desk_app.ui.widgets.buttons import PrimaryButton, tool_button
from desk_app.ui.widgets.charts import ChartArea
from desk_app.ui.widgets.lines import Line, LineSplitter
from desk_app.ui.widgets.list_view import be_list
from desk_app.ui.widgets.tabs import tab_order
from desk_app.ui.widgets.window_place import keep_on_screen

_GEOMETRY: Final = "statistics.geometry"
_PAUSE: Final = 150
"""How long choosing must rest before anything is read, in milliseconds."""


class StatisticsWindow(QWidget):
    """Made of parts that do not know each other. Reading goes on beside, and may be stopped at any time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.figures: Figures | None = None
        self.bar = StatisticsBar(desk, today_of(desk), self)
        self.notice = Notice(self)
        self.model = StatisticsModel(self)
        self.table = self._make_table()
        self.which = Choice(20, self)
        self.charts = ChartArea(self)
        self.plan = PlanView(self)
        self.foot = StatisticsFoot(self)
        self.commands = actions(self, self._handlers())
        self.print = PrimaryButton("", "printer", self)
        self._tools = [tool_button(self.commands[name], self) for name in ("pdf", "excel")]
        self.reading = Reading(desk, self)
        self.taking = Taking(desk, self, self.notice)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._connect()
        self.say_again()
        if not self.restoreGeometry(QByteArray.fromBase64(desk.settings.get(_GEOMETRY, "").encode())):
            self.resize(1280, 720)
        keep_on_screen(self)
        self.refresh()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "StatisticsWindow":
        """Open the window over `parent`, or raise the one that is open."""
        opened = (window for window in parent.findChildren(cls) if window.isVisible())
        window = next(opened, None) or cls(desk, parent)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    # -- made of --

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "pdf": lambda: self.taking.save(self.figures, self._chosen_chart(), ".pdf"),
            "excel": lambda: self.taking.save(self.figures, self._chosen_chart(), ".xlsx"),
            "print": lambda: self.taking.print(self.figures, self._chosen_chart()),
            "update": self.refresh,
            "close": self.close,
        }

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        be_list(table)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        table.horizontalHeader().setFixedHeight(2 * ROW_HEIGHT - GRID)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        return table

    def _lay_out(self) -> None:
        for button in (*self._tools, self.print):
            self.bar.tools.addWidget(button)
        right = QWidget(self)
        right.setBackgroundRole(QPalette.ColorRole.Base)
        right.setAutoFillBackground(True)
        chosen = QHBoxLayout()
        chosen.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        chosen.addWidget(self.which)
        chosen.addStretch(1)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(chosen)
        column.addWidget(self.charts, 1)
        column.addWidget(self.plan)
        self.panes = LineSplitter(Qt.Orientation.Horizontal, self)
        for widget, stretch in ((self.table, 3), (right, 2)):
            self.panes.addWidget(widget)
            self.panes.setStretchFactor(self.panes.indexOf(widget), stretch)
        self.panes.setSizes([700, 580])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        parts: tuple[QWidget, ...] = (self.bar, Line(self), self.notice, self.panes, Line(self), self.foot)
        for part in parts:
            whole.addWidget(part, 1 if part is self.panes else 0)
        tab_order(self.bar.by, *self._tools, self.print, self.bar.system, self.bar.line, self.bar.specialist)
        tab_order(self.bar.specialist, self.table, self.which, self.charts.view, self.foot.stop)
        self.table.setFocus()

    def _connect(self) -> None:
        self._rest.timeout.connect(self.refresh)
        self.bar.changed.connect(self._rest.start)
        self.which.currentIndexChanged.connect(self._draw)
        self.print.clicked.connect(self.commands["print"].trigger)
        self.foot.stop.clicked.connect(self.stop)
        self.reading.moved.connect(self.foot.tell)
        self.reading.done.connect(self._show)
        self.reading.failed.connect(self._failed)
        self._desk.changed.connect(self._changed)
        for keys, act in (("Ctrl+PgUp", self._back), ("Ctrl+PgDown", self._on), ("Ctrl+C", self.copy)):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(act)
            self.addAction(action)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        say(self.commands)
        self.bar.fill()
        self._entitle()
        self.table.setAccessibleName(tr("Statistics"))
        self.which.setAccessibleName(tr("Chart"))
        self.print.setText(tr("Print…"))
        self.print.setAccessibleName(tr("Print…"))
        self.print.setToolTip(self.commands["print"].toolTip())
        for tool in self._tools:
            tool.setAccessibleName(tool.defaultAction().text())
        self.foot.say_again()
        self._gate()

    def _entitle(self) -> None:
        self.setWindowTitle(tr("Statistics of support"))

    def _back(self) -> None:
        self.bar.step(-1)

    def _on(self) -> None:
        self.bar.step(1)

    # -- reading --

    def refresh(self) -> None:
        """Read what is chosen; what is shown stays until that has come."""
        self._rest.stop()
        self.notice.hide()
        try:
            asked = self.bar.asked()
        except UserError as error:
            self._failed(error)
            return
        self.figures = None
        self._gate()
        self.reading.begin(asked)

    def stop(self) -> None:
        """Read no further."""
        self.reading.stop()
        self.foot.rest(tr("Stopped. Choose again, or make it again."))
        if not self.model.lines:
            self.charts.view.show_chart(None, tr("Nothing was counted to the end."))

    def _show(self, sheet: Sheet) -> None:
        figures = self.figures = sheet.figures
        self.model.show(sheet)
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, self._width_of(column))
        self.which.offer(choices(figures))
        self._draw()
        self.plan.show_targets(figures.targets)
        asked, zone = figures.asked, figures.office.zone
        groups = trn("{n} row", "{n} rows", len(figures.rows))
        self.foot.rest(" · ".join((period_words(asked.first, asked.last), tr(TITLES[asked.by]), groups)))
        if figures.as_of is not None:
            when = format_moment(figures.as_of.astimezone(zone))
            said = tr("The office cannot be reached. This is the copy on this computer as of {time}.", time=when)
            self.notice.say(said, hue=Hue.WAITING)
        elif figures.trouble is not None and figures.rows:
            self.notice.say(explain(figures.trouble), hue=Hue.WAITING)
        self._gate()

    def _width_of(self, column: int) -> int:
        """Return what the widest word of a header and the widest of its cells take."""
        head = str(self.model.headerData(column, Qt.Orientation.Horizontal) or "")
        metrics, bold = self.table.horizontalHeader().fontMetrics(), QFont(self.table.font())
        bold.setBold(True)
        words = max((metrics.horizontalAdvance(word) for word in head.split()), default=0)
        cells = QFontMetrics(bold).horizontalAdvance(self.model.longest(column))
        return min(max(words + 3 * GRID, cells + 2 * GRID), 34 * GRID)

    def _chosen_chart(self) -> str:
        return str(self.which.currentData() or "")

    def _draw(self) -> None:
        figures = self.figures
        if figures is None:
            return
        labels = [label_of(figures, row) for row in figures.rows]
        chart = chart_of(figures, self._chosen_chart(), labels)
        if figures.rows:
            empty = tr("There is nothing of this to show. Choose another chart.")
        else:
            empty = tr("Nothing happened in this period. Choose another, or fewer conditions.")
        self.charts.view.show_chart(chart, empty)

    def _failed(self, error: UserError) -> None:
        self.foot.rest("")
        self.notice.say(explain(error), [(tr("Count again"), "refresh", self.refresh)], Hue.BAD)

    def _gate(self) -> None:
        there = self.figures is not None and bool(self.figures.rows)
        for name in ("pdf", "excel", "print"):
            self.commands[name].setEnabled(there)
        self.print.setEnabled(there)

    def _changed(self, news: Changes) -> None:
        if news.staff or news.office:
            self.bar.fill()
        if news.tickets and self.figures is not None and not self.notice.isVisible():
            said = tr("Requests were changed since this was counted.")
            self.notice.say(said, [(tr("Count again"), "refresh", self.refresh)], Hue.CALM)

    # -- taking it along --

    def copy(self) -> None:
        """Copy the selected rows, or all of them, with their headers."""
        chosen = sorted({index.row() for index in self.table.selectedIndexes()})
        QGuiApplication.clipboard().setText(self.model.as_text(chosen or list(range(len(self.model.lines)))))

    # -- coming and going --

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "reading"):
            self.say_again()
            self._rest.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reading.stop()
        self._desk.settings.set(_GEOMETRY, self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)
