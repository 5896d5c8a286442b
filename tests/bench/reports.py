"""How long the journal takes to print, against the bare libraries writing the same rows in the same run.

The PDF floor is a raw reportlab canvas: same fonts, same lines of text at places known beforehand, one text
object a page, a grid. The spreadsheet floor is openpyxl's write-only sheet without any style.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from openpyxl import Workbook
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desk_app.domain.journal import JournalRow, Month
from desk_app.reports import fonts, write
from desk_app.reports.description import Report
from desk_app.reports.journal import journal_report

Result = tuple[str, float, float, str]
Placed = tuple[float, float, list[str]]

COLUMNS = (
    ("date", "Дата"),
    ("position", "№ п/п"),
    ("type", "Тип запроса"),
    ("description", "Описание запроса"),
    ("organisation", "Наименование ОО"),
    ("requester", "ФИО"),
    ("additional_info", "Дополнительная информация"),
    ("status", "Статус решения запроса"),
    ("solved_on", "Дата решения запроса"),
    ("note", "Примечание"),
)
_TALK = (
    "не открывается журнал учитель класс ошибка при входе в систему пароль после обновления ведомость оценки "
    "за четверть родители видят расписание просим восстановить доступ к личному кабинету сотрудника"
)
_WORDS = _TALK.split()
_STATUSES = ("Решен", "В работе", "Передано разработчику", "Обратная связь", "Закрыт")
_WIDTHS = (50, 27, 57, 185, 109, 82, 87, 66, 50, 60)
_SIZE, _LEADING, _TOP, _FOOT = 8.5, 10.03, 560.0, 50.0


def sample_rows(count: int) -> list[JournalRow]:
    """Requests as an office gets them, the same ones at every run."""
    dice = random.Random(2026)
    return [
        JournalRow(
            day=date(2026, 10, 1) + timedelta(days=number % 31),
            type=dice.choice(("Поддержка", "Ошибка", "Улучшение")),
            description=f"{' '.join(dice.choices(_WORDS, k=dice.randint(5, 35)))} {number}.",
            organisation=f"МАОУ «Средняя общеобразовательная школа № {dice.randint(1, 90)}» города Тюмени",
            requester=f"{dice.choice(('Иванова', 'Петрова', 'Сидоренко'))} Анна Петровна",
            additional_info=" ".join(dice.choices(_WORDS, k=dice.randint(0, 8))),
            status=dice.choice(_STATUSES),
            solved_on=date(2026, 10, 31) if number % 3 else None,
            note="" if number % 5 else "повторно",
        )
        for number in range(count)
    ]


def sample_report(rows: list[JournalRow]) -> Report:
    """The journal of these rows."""
    return journal_report(
        rows,
        office_name="Ситуационный центр",
        columns=COLUMNS,
        month=Month(2026, 10),
        specialist=None,
        system=None,
        printed_on=date(2026, 11, 10),
    )


def run(quick: bool = False) -> list[Result]:
    """Measure; each result is its name, our seconds, the floor's seconds, and the aim. CPU time, best of runs."""
    results: list[Result] = []
    ours: dict[str, dict[int, float]] = {"pdf": {}, "xlsx": {}}
    with tempfile.TemporaryDirectory() as folder:
        write(sample_report(sample_rows(50)), Path(folder, "warm.pdf"))
        write(sample_report(sample_rows(50)), Path(folder, "warm.xlsx"))
        for count in (1_000, 10_000) if quick else (1_000, 10_000, 100_000):
            rows = sample_rows(count)
            report, pages = sample_report(rows), place(rows)
            floors = {"pdf": lambda p, pages=pages: raw_pdf(pages, p), "xlsx": lambda p, rows=rows: raw_xlsx(rows, p)}
            for suffix, aim in (("pdf", "≤ 1.5×"), ("xlsx", "≤ 1.2×")):
                path, floor_path = Path(folder, f"ours.{suffix}"), Path(folder, f"floor.{suffix}")
                times = 5 if count < 10_000 else 3 if count < 100_000 else 1
                mine, floor = best(
                    times,
                    lambda report=report, path=path: write(report, path),
                    lambda make=floors[suffix], path=floor_path: make(path),
                )
                ours[suffix][count] = mine
                results.append((f"journal {suffix}, {count:,} rows", mine, floor, aim))
        for suffix, taken in ours.items():
            few, many = min(taken), max(taken)
            linear = taken[few] * (many // few)
            results.append((f"{suffix}: {many:,} rows against {many // few} × {few:,}", taken[many], linear, "≤ 1.5×"))
    return results


def best(times: int, mine: Callable[[], None], floor: Callable[[], None]) -> tuple[float, float]:
    """The shortest of each, taken in turns so that both meet the same weather."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, seconds in zip((mine, floor), taken, strict=True):
            start = process_time()
            work()
            seconds.append(process_time() - start)
    return min(taken[0]), min(taken[1])


def place(rows: list[JournalRow]) -> list[tuple[list[Placed], list[float]]]:
    """Wrap and place the rows beforehand: for each page its blocks of text and the heights of its lines."""
    fonts.face(fonts.REGULAR)
    pages: list[tuple[list[Placed], list[float]]] = []
    blocks: list[Placed] = []
    rules, y = [_TOP], _TOP
    for number, row in enumerate(rows, 1):
        cells = [wrap(text, width - 5.2) for text, width in zip(texts(row, number), _WIDTHS, strict=True)]
        height = max(map(len, cells)) * _LEADING + 5.2
        if y - height < _FOOT:
            pages.append((blocks, rules))
            blocks, rules, y = [], [_TOP], _TOP
        x = 34.0
        for lines, width in zip(cells, _WIDTHS, strict=True):
            if lines != [""]:
                blocks.append((x + 2.6, y - 10.6, lines))
            x += width
        y -= height
        rules.append(y)
    return [*pages, (blocks, rules)]


def texts(row: JournalRow, number: int) -> tuple[str, ...]:
    """A row as it is printed."""
    solved = f"{row.solved_on:%d.%m.%Y}" if row.solved_on else ""
    info = (row.additional_info, row.status, solved, row.note)
    return (f"{row.day:%d.%m.%Y}", str(number), row.type, row.description, row.organisation, row.requester, *info)


def wrap(text: str, width: float) -> list[str]:
    """Break `text` into lines, plainly."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and pdfmetrics.stringWidth(longer, fonts.REGULAR, _SIZE) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def raw_pdf(pages: list[tuple[list[Placed], list[float]]], path: Path) -> None:
    """Draw what is already placed: nothing but the canvas, in its quickest way."""
    rl_config.useA85 = 0
    canvas = Canvas(str(path), (842, 595), pageCompression=1, initialFontName=fonts.REGULAR)
    edges = [34.0 + sum(_WIDTHS[:index]) for index in range(len(_WIDTHS) + 1)]
    for blocks, rules in pages:
        canvas.setLineWidth(0.4)
        canvas.grid(edges, rules)
        text = canvas.beginText()
        text.setFont(fonts.REGULAR, _SIZE, _LEADING)
        for x, y, lines in blocks:
            text.setTextOrigin(x, y)
            for line in lines:
                text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def raw_xlsx(rows: list[JournalRow], path: Path) -> None:
    """Append the same values, without style."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number, row in enumerate(rows, 1):
        info = (row.additional_info, row.status, row.solved_on, row.note)
        sheet.append((row.day, number, row.type, row.description, row.organisation, row.requester, *info))
    book.save(path)


def main() -> int:
    """Print the results; not 0 when an aim is missed."""
    missed = 0
    for name, mine, floor, aim in run("--quick" in sys.argv):
        ratio = mine / floor
        limit = float(aim.strip("≤× "))
        missed += ratio > limit
        print(f"{name:45} {mine:8.3f} s {floor:8.3f} s {ratio:6.2f}×  {aim}{'' if ratio <= limit else '  MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
