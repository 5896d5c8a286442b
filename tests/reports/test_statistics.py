"""Statistics on paper and in Excel: the table, its chart as vectors, Excel's own charts, what was planned."""

from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from desk_app import i18n
from desk_app.domain.indicators import Unit
from desk_app.domain.statistics import Asked, By, Spread, Tally
from desk_app.reports import write
from desk_app.reports.chart import SHADES, Chart, Form, Series
from desk_app.reports.chart_shapes import Bar, Mark, Path, Pen, Text, even, height_of, shapes
from desk_app.reports.measures import duration, said
from desk_app.reports.statistics import measures, period_words, statistics_report
from desk_app.reports.statistics_charts import choices
from desk_app.services.statistics import figures
from tests.support.office import seeded_office

MADE = date(2026, 11, 2)
PEN = Pen(lambda text: 6.0 * len(text), 12.0)


def tally(number, **counts):
    return Tally(
        **counts,
        text=f"Организация № {number}",
        channels={1: counts["registered"]},
        registering=Spread({45: 3, 100: 1}),
        consulting=Spread({300: 2}),
        solving=Spread({30: 2, 600: 1}),
    )


@pytest.fixture
def asked():
    office = seeded_office("two-line")
    done = {
        f"org{number}": tally(number, registered=10 * number, solved=5, limited=4, late=number - 1, rated=2, rating=9)
        for number in (1, 2, 3)
    }
    return figures(office, {}, Asked(date(2026, 1, 1), date(2026, 12, 31), By.ORGANISATION), [done])


@pytest.mark.clause("S-2.1c", "E-4.2d", "E-9")
def test_the_pdf_has_the_table_the_chart_and_what_was_planned(asked, tmp_path):
    out = tmp_path / "s.pdf"
    with i18n.speaking("en"):
        write(statistics_report(asked, "in-time", MADE), out)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(out).pages]
    for word in ("Statistics of support", "2026", "Организация № 3", "In time and late", "Total", "60"):
        assert word in pages[0], word
    assert "Planned indicators" in pages[-1]
    drawn = PdfReader(out).pages[0].get_contents().get_data()
    assert drawn.count(b" re W B") >= 5  # bars of two series and of the legend, with their patterns clipped
    assert not PdfReader(out).pages[0].images


@pytest.mark.clause("S-2.1c")
def test_excel_has_numbers_with_formats_and_a_native_chart(asked, tmp_path):
    out = tmp_path / "s.xlsx"
    with i18n.speaking("en"):
        write(statistics_report(asked, "in-time", MADE), out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Statistics of support", "In time and late", "Planned indicators"]
    table, chart = book.worksheets[:2]
    cells = {cell.value: cell for row in table.iter_rows() for cell in row if cell.value is not None}
    assert cells["Организация № 1"].row == cells["Организация № 3"].row + 2 == cells["Total"].row - 1
    row = {table.cell(cells["Total"].row, column).number_format for column in range(1, table.max_column + 1)}
    assert {"0.0%", "0.00", "[h]:mm", "[h]:mm:ss"} <= row
    [native] = chart._charts
    assert native.grouping == "stacked"
    assert len(native.series) == 2
    assert [chart[place].value for place in ("B1", "C1", "A4", "B2", "C2")] == [
        "In time",
        "Late",
        "Организация № 1",
        2,
        2,
    ]


def test_every_chart_that_is_offered_can_be_drawn(asked, tmp_path):
    with i18n.speaking("en"):
        for code, name in choices(asked):
            out = tmp_path / f"{code}.xlsx"
            write(statistics_report(asked, code, MADE), out)
            assert name in openpyxl.load_workbook(out).sheetnames or ":" in name, code  # which no sheet may be called


def test_columns_without_anything_are_left_out(asked):
    codes = [one.code for one in measures(asked)]
    assert "rating" in codes
    assert "escalations" not in codes
    assert "within-deadline" in codes


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 1, 1), (2026, 12, 31), "2026"),
        ((2026, 10, 1), (2026, 12, 31), "quarter 4 of 2026"),
        ((2026, 2, 1), (2026, 2, 28), "February 2026"),
        ((2026, 2, 1), (2026, 2, 27), "1 Feb 2026 – 27 Feb 2026"),
        ((2026, 2, 3), (2026, 2, 3), "3 Feb 2026"),
        ((2026, 2, 1), (2026, 4, 30), "1 Feb 2026 – 30 Apr 2026"),
    ],
)
def test_a_period_is_called_as_one_says_it(first, last, words):
    with i18n.speaking("en"):
        assert period_words(date(*first), date(*last)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.75, "45 s"),
        (1.5, "1 min 30 s"),
        (2, "2 min"),
        (59.6, "1 h"),
        (135, "2 h 15 min"),
        (120, "2 h"),
        (2040, "34 h"),
    ],
)
def test_a_duration_is_as_exact_as_it_matters(minutes, words):
    with i18n.speaking("en"):
        assert duration(minutes) == words


def test_nothing_to_measure_is_a_dash():
    assert said(None, Unit.SHARE) == "–"
    assert said(1234567, Unit.COUNT) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"


# -- shapes ------------------------------------------------------------------------------------------------------------


def bars(form, *series, categories=("А", "Б", "В")):
    return Chart(form, "Заявки", categories, tuple(Series(name, values) for name, values in series))


def test_bars_are_as_long_as_their_values():
    chart = bars(Form.STACKED, ("одно", (1.0, 2.0, None)), ("другое", (3.0, 0.0, 4.0)))
    found = shapes(chart, PEN, 400, height_of(chart, PEN, 400))
    lengths = {(one.category, one.number): one.width for one in found if isinstance(one, Bar) and one.category >= 0}
    assert set(lengths) == {(0, 0), (1, 0), (0, 1), (2, 1)}
    assert lengths[0, 1] == pytest.approx(3 * lengths[0, 0])
    assert lengths[2, 1] == pytest.approx(lengths[0, 0] + lengths[0, 1])
    assert {"4", "2"} <= {one.text for one in found if isinstance(one, Text)}


def test_everything_stays_within_its_room():
    names = tuple(f"Очень длинное название подразделения № {number}" for number in range(15))
    for form in Form:
        chart = bars(form, ("одно", tuple(float(number) for number in range(15))), categories=names)
        for width in (200, 500):
            height = height_of(chart, PEN, width)
            for one in shapes(chart, PEN, width, height):
                if isinstance(one, Bar):
                    assert 0 <= one.x <= one.x + one.width <= width + 1e-6
                    assert 0 <= one.y <= one.y + one.height <= height
                elif isinstance(one, Text):
                    assert 0 <= one.y <= height


def test_lines_have_marks_values_and_even_numbers():
    chart = bars(Form.LINES, ("одно", (1.0, None, 3.0)), ("другое", (2.0, 2.0, 2.0)))
    found = shapes(chart, PEN, 400, 200)
    assert [len(one.points) for one in found if isinstance(one, Path) and len(one.points) != 2] == [3]
    assert {(one.category, one.number) for one in found if isinstance(one, Mark) and one.category >= 0} == set(
        chart.values
    )
    assert even(3, Unit.COUNT) == [0, 1, 2, 3]
    assert even(0, Unit.COUNT) == [0, 1]
    assert even(0.4, Unit.SHARE)[-1] == 1
    assert even(1234, Unit.COUNT)[-1] >= 1234


def test_no_two_series_are_told_apart_by_colour_alone():
    assert len({shade.pattern for shade in SHADES}) == len(SHADES)


def test_a_chart_can_be_read_without_being_seen():
    chart = bars(Form.SHARES, ("одно", (30.0, 60.0, 10.0)))
    assert (
        chart.told()
        == "Заявки. А: 30 (30\N{NO-BREAK SPACE}%). Б: 60 (60\N{NO-BREAK SPACE}%). В: 10 (10\N{NO-BREAK SPACE}%)"
    )
