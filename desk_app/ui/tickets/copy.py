"""Copying rows: tab-separated with headers, harmless in a spreadsheet."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desk_app.app.desk import Desk
from desk_app.i18n import tr, trn
from desk_app.services.ports import Reader
from desk_app.ui.models.row_texts import RowTexts
from desk_app.ui.tickets.table import TicketTable

SLICE: Final = 1000
"""Rows read with one statement."""
MOST: Final = 50_000
"""Rows copied at once; more is a matter for an export."""
_FORMULA: Final = ("=", "+", "-", "@")


def copy_rows(desk: Desk, table: TicketTable) -> None:
    """Put the selected rows on the clipboard: the columns on the screen, all rows, also those not fetched yet."""
    count = table.chosen.count()
    if count > MOST:
        desk.messages.info(tr("At most {most} rows can be copied at once. Select fewer.", most=MOST))
    elif count:
        table.chosen.ask(lambda ids: _copy(desk, table, ids))


def _copy(desk: Desk, table: TicketTable, ids: Sequence[int]) -> None:
    columns = table.columns.shown()
    headers = [str(table.tickets.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
    texts = RowTexts(desk.office, desk.people, desk.me)

    def read(reader: Reader) -> list[list[str]]:
        lines = [headers]
        for start in range(0, len(ids), SLICE):
            for shown in texts.shown(reader.rows(ids[start : start + SLICE])):
                lines.append([_cell(texts.full(shown, column)) for column in columns])
        return lines

    def put(lines: list[list[str]]) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        desk.messages.info(trn("{n} row copied.", "{n} rows copied.", len(lines) - 1))

    desk.query(table, read, put)


def _cell(text: str) -> str:
    """Return `text` as one cell that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line
