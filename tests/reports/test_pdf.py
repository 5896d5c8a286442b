"""The journal as PDF: real text, every font inside, nothing lost."""

import re
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from desk_app.reports import pdf, write
from desk_app.reports.description import Column, Direction, Group, Report, SignatureLine
from tests.reports.samples import COLUMNS, LABELS, journal, row

FOOT = 18 * 72 / 25.4  # points: below this the foot of the page begins


def pages_of(report: Report, tmp_path: Path) -> list[str]:
    """The text of every page as a reader copies it, lines joined by spaces."""
    path = tmp_path / "report.pdf"
    write(report, path)
    with closing(pypdfium2.PdfDocument(path)) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def place_of(path: Path, text: str, index: int = 0) -> tuple[float, float]:
    """Where `text` begins on a page (from 0; -1 the last): points from the left and from the bottom."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        page = document[index % len(document)].get_textpage()
        found = page.search(text, match_case=True, match_whole_word=True).get_next()
        assert found, f"{text} is not on the page"
        left, bottom, *_ = page.get_charbox(found[0])
        return left, bottom


@pytest.mark.clause("S-F1")
def test_ten_columns_stand_in_the_order_of_the_form(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row()], form_name=""), path)
    values = ["5 Oct 2026", "1", "Ошибка", "Не открывается журнал", "МАОУ СОШ №7", "Иванова Анна"]
    values = [*values, "кабинет 12", "Решен", "6 Oct 2026", "повторно"]
    lefts = [place_of(path, value)[0] for value in values]
    assert lefts == sorted(set(lefts))
    [text] = pages_of(journal([row()]), tmp_path)
    for label in LABELS:
        assert all(part in text for part in label.split())


def test_no_font_is_left_outside(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row(description="Қазақша әріптер ң ө ұ ү һ, فارسی, 👍, 漢")]), path)
    embedded = []
    for thing in PdfReader(path).pages[0]["/Resources"]["/Font"].values():
        descriptor = thing.get_object()["/FontDescriptor"]
        embedded.append("/FontFile2" in descriptor)
    assert embedded
    assert all(embedded)
    assert b"Helvetica" not in path.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "Не открывается «Электронный журнал» — ошибка №5",
        "Қазақстан Республикасының әдіскері",
        "User’s form (a\\b) <c> 50%",
    ],
)
def test_text_comes_out_as_it_went_in(text: str, tmp_path: Path) -> None:
    assert text in pages_of(journal([row(description=text)]), tmp_path)[0]


def test_header_and_counter_on_every_page(tmp_path: Path) -> None:
    pages = pages_of(journal([row() for _ in range(200)]), tmp_path)
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Тип запроса" in text
        assert f"Page {number} of {len(pages)}" in text


def test_every_row_is_printed_once_and_counted(tmp_path: Path) -> None:
    rows = [row(note=f"зн{number}") for number in range(300)]
    text = " ".join(pages_of(journal(rows), tmp_path))
    assert re.findall(r"зн\d+", text) == [f"зн{number}" for number in range(300)]


def test_a_hundred_thousand_characters_in_one_row(tmp_path: Path) -> None:
    words = [f"слово{number:05}" for number in range(9_000)]
    pages = pages_of(journal([row(description=" ".join(words)), row(note="следующая")]), tmp_path)
    text = " ".join(pages)
    assert re.findall(r"слово\d+", text) == words
    assert all("Тип запроса" in page for page in pages)
    assert "следующая" in pages[-1]


def test_numbers_dates_and_names_of_a_crowded_journal_stay_whole(tmp_path: Path) -> None:
    codes = ("position", "number", "date", "kind", "organisation", "requester", "system", "type", "description",
             "specialist", "status", "solved_on", "note")  # fmt: skip
    labels = dict.fromkeys(codes, "x") | {"note": "Примечание", "solved_on": "Устранена"}
    call = row(number="2026-000716", kind="Консультация", type="Вопрос по функционалу", specialist="Абдрахманова А.",
               requester="Абдрахманова Айгерим", system="Отпуска и командировки", note="н" * 300)  # fmt: skip
    (page,) = pages_of(journal([call], columns=list(labels.items())), tmp_path)
    for word in ("2026-000716", "Консультация", "функционалу", "командировки", "Абдрахманова", "Устранена"):
        assert word in page
    assert page.count("Абдрахманова") == 2


def test_a_word_wider_than_its_column_is_broken_not_cut(tmp_path: Path) -> None:
    word = "Ы" * 100_000
    pages = pages_of(journal([row(description=word)], specialist=None), tmp_path)
    assert "".join(pages).count("Ы") == 100_000


@pytest.mark.parametrize("letter", ["ш", "i", "Щ"])
def test_text_stays_inside_its_column(letter: str, tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row(description=letter * 700)], columns=(*COLUMNS[3:4], *COLUMNS[:3], *COLUMNS[4:])), path)
    limit = place_of(path, "5 Oct 2026")[0]
    with closing(pypdfium2.PdfDocument(path)) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        rights = [page.get_charbox(index)[2] for index in range(len(text)) if text[index : index + 9] == letter * 9]
    assert len(rights) > 400
    assert max(rights) < limit


@pytest.mark.parametrize("hostile", ["\u202e", "\u2066", "\x00", "\x1b", "\u200f", "\ufeff"])
def test_invisible_and_reversing_characters_are_left_out(hostile: str, tmp_path: Path) -> None:
    [text] = pages_of(journal([row(requester=f"Ива{hostile}нова")]), tmp_path)
    assert "Иванова" in text
    assert hostile not in text


@pytest.mark.parametrize("strange", ["👍🏽", "漢字", "\ud800", "\U0010ffff", "е\u0301", "\ue000"])
def test_characters_without_a_glyph_do_not_stop_the_print(strange: str, tmp_path: Path) -> None:
    [text] = pages_of(journal([row(note=f"до {strange} после")]), tmp_path)
    assert "до" in text
    assert "после" in text


def test_a_missing_glyph_is_seen(tmp_path: Path) -> None:
    assert "\ufffd" in pages_of(journal([row(note="漢")]), tmp_path)[0]


def test_a_decomposed_letter_is_one_letter(tmp_path: Path) -> None:
    assert "Алексей" in pages_of(journal([row(requester="Алексеи\u0306")]), tmp_path)[0]


def test_line_ends_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row(description="первая\r\nвторая")]), path)
    (left, upper), (same, lower) = place_of(path, "первая"), place_of(path, "вторая")
    assert upper > lower
    assert left == pytest.approx(same, abs=1)


@pytest.mark.clause("S-F1")
def test_a_month_without_requests_says_so_above_the_signature(tmp_path: Path) -> None:
    [text] = pages_of(journal([]), tmp_path)
    assert "There were no requests in this month." in text
    assert "Примечание" in text
    assert "ФИО специалиста полностью" in text
    assert "Page 1 of 1" in text


@pytest.mark.clause("S-10")
@pytest.mark.parametrize("count", range(1, 60))
def test_the_signature_never_stands_without_a_row(count: int, tmp_path: Path) -> None:
    rows = [row(note=f"зн{number}") for number in range(count)]
    pages = pages_of(journal(rows), tmp_path)
    assert [index for index, text in enumerate(pages) if "Подпись" in text] == [len(pages) - 1]
    assert "Кузнецова Мария Александровна" in pages[-1]
    assert re.search(r"зн\d+", pages[-1])
    assert place_of(tmp_path / "report.pdf", "Подпись", -1)[1] > FOOT


@pytest.mark.parametrize("lines", range(20, 60))
def test_the_signature_takes_the_end_of_one_very_long_row_along(lines: int, tmp_path: Path) -> None:
    text = "\n".join(f"строка{number}" for number in range(lines))
    pages = pages_of(journal([row(description=text)]), tmp_path)
    assert re.findall(r"строка\d+", " ".join(pages)) == text.split("\n")
    assert "Подпись" in pages[-1]
    assert re.search(r"строка\d+", pages[-1])
    assert place_of(tmp_path / "report.pdf", "Подпись", -1)[1] > FOOT


def test_a_group_heading_stays_with_its_first_row(tmp_path: Path) -> None:
    columns = (Column("a", "Столбец", 50), Column("b", "Другой", 50))
    groups = tuple(Group(f"Группа{number}", [("стр", "x"), ("стр", "y\nz")]) for number in range(80))
    pages = pages_of(Report("Отчёт", columns, groups=groups), tmp_path)
    assert re.findall(r"Группа\d+", " ".join(pages)) == [f"Группа{number}" for number in range(80)]
    assert not any(re.search(r"Группа\d+ Page", text) for text in pages)


def test_right_to_left_puts_the_first_column_on_the_right(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row()], direction=Direction.RTL), path)
    lefts = [place_of(path, text)[0] for text in ("5 Oct 2026", "Ошибка", "повторно")]
    assert lefts == sorted(lefts, reverse=True)
    assert place_of(path, "Ошибка")[0] > place_of(path, "Тип")[0]  # set to the right below a centred header


def test_the_same_report_is_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    write(journal([row()] * 50), first)
    write(journal([row()] * 50), second)
    assert first.read_bytes() == second.read_bytes()


def test_the_file_knows_its_title(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row()]), path)
    metadata = PdfReader(BytesIO(path.read_bytes())).metadata
    assert metadata is not None
    assert metadata.title == "Журнал специалиста"


def test_work_grows_with_the_text_and_not_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in characters measured, not in seconds: words already seen cost nothing again."""
    setters: list[Any] = []
    kept = pdf.Typesetter

    def remember(*args: Any) -> Any:
        setters.append(kept(*args))
        return setters[-1]

    monkeypatch.setattr(pdf, "Typesetter", remember)
    measured = []
    for count in (200, 2000):
        setters.clear()
        write(journal([row(description=f"слово{number:05}") for number in range(count)]), tmp_path / "j.pdf")
        measured.append(sum(setter.measured for setter in setters))
    assert measured[1] <= 10.5 * measured[0]
    talk = "одни и те же слова в каждом запросе " * 4
    setters.clear()
    write(journal([row(description=f"{talk}{number}") for number in range(2000)]), tmp_path / "j.pdf")
    assert sum(setter.measured for setter in setters) < 2 * measured[1]
    setters.clear()
    write(journal([row(description="ы" * 100_000)]), tmp_path / "j.pdf")
    assert sum(setter.measured for setter in setters) < 250_000


def test_overlong_titles_do_not_push_the_table_off_the_page(tmp_path: Path) -> None:
    long = "Очень длинное название " * 500
    report = journal([row()] * 3, office_name=long, title=long, specialist=long)
    pages = pages_of(report, tmp_path)
    assert "Не открывается журнал" in " ".join(pages)
    assert "…" in pages[0]


def test_signature_blanks_that_do_not_fit_side_by_side_go_below(tmp_path: Path) -> None:
    blanks = tuple(SignatureLine(f"Подпись{number}", width=120) for number in range(5))
    report = Report("Отчёт", (Column("a", "А", 10),), [("x",)], signature=blanks, printed_on=date(2026, 1, 1))
    [text] = pages_of(report, tmp_path)
    assert re.findall(r"Подпись\d", text) == [f"Подпись{number}" for number in range(5)]
