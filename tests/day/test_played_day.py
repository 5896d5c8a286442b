"""A technician's day at a real window, keyboard only; what became of it is asked on the command line."""

import json
import re
import signal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desk_app.i18n import tr
from tests.day.desk import MAIN, window
from tests.day.hands import Hands, until
from tests.day.office import Office

pytestmark = pytest.mark.slow

SCHEDULE = "Расписание на понедельник не открывается: ошибка 504, пробовали в двух браузерах (№ 5)."
PASSWORD = "Забыла пароль от журнала."
RESET = "Пароль сброшен, вход проверен вместе с учителем."
LOST = "Набрано наполовину, и тут погас св"
BELOW_THE_CALLER = (30, 112, 600, 300)
"""Where the callers found appear."""
FIRST_ROW, ROW = 70, 28
"""Where the rows of the main window begin, and how high they are."""
SCREEN = (0, 0, 1280, 690)
SEEN_LIVE = ("Не открывается отчёт за четверть.", "Нет доступа к журналу 7 «Б».", "Не печатается справка.")
RECEIVER = "Морозова Юлия Олеговна"
NUMBER = re.compile(r"\d{4}-\d{6}")
ENOUGH = 25


def test_a_day(hands: Hands, office: Office, tmp_path: Path) -> None:
    with window(office, hands, tmp_path):
        hands.picture("morning")
        register(hands, office)
        answer_at_once(hands, office)
        assign_three(hands, office)
        export(hands, office, tmp_path)
        journal(hands, tmp_path)
        hands.press("ctrl+q")
        hands.gone(MAIN)
    office.prove()


def register(hands: Hands, office: Office) -> None:
    """A call, in few enough key actions besides its text."""
    with hands.counted(ENOUGH):
        caller(hands, "ковал")
        hands.spell("расп")
        hands.press("Tab", "Tab")
        hands.write(SCHEDULE)
        hands.picture("call")
        hands.press("ctrl+Return")
    ticket = office.ticket(SCHEDULE)
    assert ticket["requester"]["name"].startswith("Ковал")
    assert (ticket["system"], ticket["status_meaning"]) == ("Расписание", "active")
    hands.picture("registered")
    hands.press("Return")
    hands.gone(tr("New call"))
    hands.window(MAIN)


def answer_at_once(hands: Hands, office: Office) -> None:
    """A call answered while it is registered."""
    with hands.counted(ENOUGH):
        caller(hands, "саф")
        hands.press("Tab", "Tab")
        hands.write(PASSWORD)
        hands.press("F8")
        hands.write(RESET)
        hands.picture("answered")
        hands.press("ctrl+Return")
    ticket = office.ticket(PASSWORD)
    assert (ticket["solution"], ticket["outcome"]) == (RESET, "solved")
    hands.press("Return")
    hands.gone(tr("New call"))
    hands.window(MAIN)


def caller(hands: Hands, letters: str) -> None:
    """Begin a call of somebody found by `letters`."""
    hands.press("F2")
    hands.window(tr("New call"))
    with hands.change_in(*BELOW_THE_CALLER):
        hands.spell(letters)
    hands.press("Down", "Return")


def open_list(hands: Hands) -> None:
    """From the day to the list of what is open."""
    hands.press("ctrl+k")
    hands.window(tr("Find a command"))
    hands.write(tr("Open"))
    hands.press("Return")
    hands.gone(tr("Find a command"))
    hands.window(MAIN)


def assign_three(hands: Hands, office: Office) -> None:
    """Three calls that a colleague has just registered elsewhere, given to somebody in one step."""
    open_list(hands)
    last = FIRST_ROW + ROW * (len(office.tickets("status:open")) + len(SEEN_LIVE) - 1)
    with hands.change_in(300, last, 800, last + ROW):
        office.add(*({"description": described, "requester": {"name": "Серова Инна"}} for described in SEEN_LIVE))
    hands.press("ctrl+Home", "shift+Down", "shift+Down")
    hands.picture("three-selected")
    with hands.counted(ENOUGH):
        hands.press("ctrl+d")
        hands.picture("steps-for-three")
        hands.press("Down", "Down", "Down", "Return")
        hands.window("Назначить")
        with hands.change_in(*SCREEN):
            hands.spell("мороз")
        hands.press("Down", "Return")
        hands.picture("assign-three")
        hands.press("Return")
    hands.gone("Назначить")
    hands.window(MAIN)
    for described in SEEN_LIVE:
        office.ticket(described, assignee=RECEIVER)
    assert sum(ticket["assignee"] == RECEIVER for ticket in office.tickets("status:open")) >= len(SEEN_LIVE)
    hands.picture("three-assigned")


def export(hands: Hands, office: Office, folder: Path) -> None:
    """The list on the screen, every row of it."""
    sheet = folder / "открытые.xlsx"
    save_as(hands, "ctrl+e", tr("Export this list, all rows"), sheet)
    until(sheet.exists, f"{sheet.name}")
    cells = {str(cell) for row in load_workbook(sheet).active.iter_rows(values_only=True) for cell in row}
    assert {cell for cell in cells if NUMBER.fullmatch(cell)} == {
        one["number"] for one in office.tickets("status:open")
    }
    hands.window(MAIN)
    hands.picture("exported")


def journal(hands: Hands, folder: Path) -> None:
    """The journal of this month as a PDF."""
    hands.press("F7")
    hands.window("Журнал")
    hands.press("ctrl+Next")
    pdf = folder / "журнал.pdf"
    hands.picture("journal")
    save_as(hands, "ctrl+s", tr("Save the journal"), pdf)
    hands.window("Журнал")
    until(lambda: pdf.exists() and pdf.read_bytes().rstrip().endswith(b"%%EOF"), f"a whole {pdf.name}")
    text = "".join("".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    for described in (SCHEDULE, PASSWORD):
        assert "".join(described.split()) in text
    hands.picture("journal-saved")
    hands.press("Escape")
    hands.gone("Журнал")
    hands.window(MAIN)


def save_as(hands: Hands, keys: str, title: str, path: Path) -> None:
    """Press `keys` and save as `path` in the dialog that comes."""
    hands.press_until_there(keys, title)  # what is to be saved may still be in the making
    hands.press("ctrl+a")
    hands.write(str(path))
    hands.picture(f"save-{path.suffix[1:]}")
    hands.press("Return")
    hands.gone(title)


def test_what_was_being_typed_outlives_a_killed_window(hands: Hands, office: Office, tmp_path: Path) -> None:
    hands.tale = "day-killed"
    with window(office, hands, tmp_path) as process:
        caller(hands, "ковал")
        hands.press("Tab", "Tab")
        hands.write(LOST)
        until(lambda: LOST in drafts(), "the draft on the disk")
        process.send_signal(signal.SIGKILL)
    with window(office, hands, tmp_path):
        hands.window(tr("Not saved"))
        hands.picture("draft-offered")
        hands.press("Return")
        hands.window(tr("New call"))
        hands.picture("draft-given-back")
        hands.press("ctrl+Return")
        ticket = office.ticket(LOST)
        assert ticket["requester"]["name"].startswith("Ковал")
    office.prove()


def test_shortcuts_work_with_the_russian_layout_on(hands: Hands, office: Office, tmp_path: Path) -> None:
    last = next(ticket for ticket in office.tickets() if ticket["number"])
    hands.tale, hands.layouts = "day-russian", "ru,us"
    with window(office, hands, tmp_path):
        hands.press("ctrl+Cyrillic_a")  # the key of F
        hands.write(last["number"])
        hands.press("Return")
        hands.window(last["number"])
        hands.picture("found")
        hands.press("Escape")
        hands.gone(last["number"])
        hands.window(MAIN)
        caller(hands, "ковал")
        hands.press("Tab", "Tab")
        hands.write(PASSWORD)
        hands.press("ctrl+Return")
        office.ticket(PASSWORD)
        hands.press("Escape")
        hands.gone(tr("New call"))
        hands.window(MAIN)
        hands.press("ctrl+Cyrillic_shorti")  # the key of Q
        hands.gone(MAIN)


def drafts() -> str:
    """Return what is kept of what was typed."""
    folder = Path.home() / ".local" / "share" / "desk_app" / "drafts"
    return " ".join(
        json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False) for path in folder.glob("*.json")
    )
