"""A chart on a sheet of its own: its numbers, and Excel's own chart of them beside."""

from typing import Any, Final

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.styles import Font

from desk_app.domain.indicators import Unit
from desk_app.reports.chart import Chart, Form, Shade
from desk_app.reports.description import Amount, Kind
from desk_app.reports.xlsx_cells import FONT, FORMATS, GRID, SHADE, Sheet, letter, text_cell

_PATTERNS: Final = {
    "rising": "wdUpDiag", "level": "narHorz", "falling": "wdDnDiag", "crossed": "diagCross", "upright": "narVert",
    "checked": "smGrid",
}  # fmt: skip
_COLOUR: Final[Any] = ColorChoice
_MARKS: Final = ("square", "triangle", "diamond", "dash")
_DASHES: Final = ("solid", "dash", "sysDot", "lgDashDot")
_WIDTH: Final = 24.0
"""Of a chart, in centimetres."""
_NAMES: Final = 36
"""The width of the column of names, in characters."""
_VALUES: Final = 18


def write_chart(chart: Chart, sheet: Sheet) -> None:
    """Write the numbers of `chart`, and put Excel's chart of them beside."""
    _page(sheet, len(chart.series))
    head = {"font": Font(name=FONT, size=10, bold=True), "fill": SHADE, "border": GRID}
    sheet.append([text_cell(sheet, "", **head), *(text_cell(sheet, one.name, **head) for one in chart.series)])
    form = FORMATS.get(Kind(chart.unit.value), "0") if chart.unit is not Unit.COUNT else "0"
    for place, name in enumerate(chart.categories):
        values = [_cell(sheet, one.values[place], chart.unit, form) for one in chart.series]
        sheet.append([text_cell(sheet, name, font=Font(name=FONT, size=10), border=GRID), *values])
    if chart.note:
        sheet.append([text_cell(sheet, chart.note, font=Font(name=FONT, size=8))])
    if not chart.empty:
        anywhere: Any = sheet
        anywhere.add_chart(_native(chart, sheet, form), f"{letter(len(chart.series) + 3)}2")


def _page(sheet: Sheet, series: int) -> None:
    """Set widths and the paper: all on one sheet of A4. It must stand before the first row."""
    sheet.column_dimensions["A"].width = _NAMES
    for number in range(series):
        sheet.column_dimensions[letter(number + 2)].width = _VALUES
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _cell(sheet: Sheet, value: float | None, unit: Unit, form: str) -> Any:
    cell = text_cell(sheet, "", font=Font(name=FONT, size=10), border=GRID)
    cell.number_format = form
    cell._value, cell.data_type = None if value is None else Amount(value, unit).number, "n"
    return cell


def _native(chart: Chart, sheet: Sheet, form: str) -> Any:
    made: Any = LineChart() if chart.form is Form.LINES else BarChart()
    made.title, made.width = chart.title, _WIDTH
    made.height = max(8.0, 0.75 * len(chart.categories) + 4) if chart.form is not Form.LINES else 12.0
    rows, columns = len(chart.categories) + 1, len(chart.series) + 1
    made.add_data(Reference(sheet, min_col=2, max_col=columns, min_row=1, max_row=rows), titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows))
    made.x_axis.delete = made.y_axis.delete = False  # or else newer Excel shows no axes
    made.y_axis.number_format = form
    made.dataLabels = DataLabelList()
    made.dataLabels.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(made.dataLabels, name, False)
    if chart.form is not Form.LINES:
        made.type, made.gapWidth = "bar", 60
        made.x_axis.scaling.orientation = "maxMin"
        if chart.form is Form.STACKED:
            made.grouping, made.overlap = "stacked", 100
    if len(chart.series) < 2:
        made.legend = None
    else:
        made.legend.position = "b"
    for number, series in enumerate(made.series):
        _dress(series, chart.shade(number), number, chart.form is Form.LINES)
    return made


def _dress(series: Any, shade: Shade, number: int, is_line: bool) -> None:
    colour = shade.colour.lstrip("#")
    if is_line:
        series.smooth = False
        series.marker.symbol = _MARKS[number % len(_MARKS)]
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.dashStyle = _DASHES[number % len(_DASHES)]
    elif shade.pattern in _PATTERNS:
        fill: Any = PatternFillProperties()
        fill.prst = _PATTERNS[shade.pattern]
        fill.fgClr, fill.bgClr = (_COLOUR(srgbClr=code) for code in (colour, "FFFFFF"))
        series.graphicalProperties.pattFill = fill
        series.graphicalProperties.line.solidFill = colour
    else:
        series.graphicalProperties.solidFill = colour
