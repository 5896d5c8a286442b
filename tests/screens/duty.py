"""The duty planner as pictures: a month of twelve and of thirty people, what is wrong with it, what differs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app import profiles
from desk_app.app.desk import Desk
from desk_app.domain.roster import Plan
from desk_app.services import people
from desk_app.services.duty import requests, schedules
from desk_app.services.duty.requests import Request, Wanted
from desk_app.services.ports import Changes, Session
from desk_app.storage import create_office
from desk_app.ui.duty.ask_dialog import AskDialog
from desk_app.ui.duty.board import PresenceBoard
from desk_app.ui.duty.cards_dialog import CardsDialog
from desk_app.ui.duty.month_dialogs import ApproveDialog, VersionsDialog
from desk_app.ui.duty.patterns import PatternDialog
from desk_app.ui.duty.requests_dialog import DutyRequestsDialog
from desk_app.ui.duty.window import DutyWindow
from tests.screens.stage import close, seated, spin, until
from tests.support.desk import ADMIN, write
from tests.support.rota import DEMAND, LIMITS, MONTH, SHIFTS

FAMILY = (
    "Белов",
    "Власов",
    "Громов",
    "Дёмин",
    "Ермаков",
    "Жуков",
    "Зимин",
    "Ильин",
    "Котов",
    "Лапин",
    "Мохов",
    "Носов",
)
GIVEN = ("Борис", "Глеб", "Иван")


def duty(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the screens of the duty planner."""
    for count in (12, 30):
        path = folder / f"duty-{count}-{language}.desk"
        if not path.exists():
            make(path, language, count)
        with seated(path, "boss") as desk:
            root = QWidget()
            root.show()
            window = DutyWindow(desk, root, MONTH)
            window.show()
            until(lambda window=window: window.sheet is not None)
            spin(300)
            yield f"duty-{count}", window
            if count == 12:
                assert window.sheet is not None
                window.parts.grid.setCurrentIndex(window.parts.model.index(window.parts.model.member_rows(), 3))
                window.explain(window.parts.grid.currentIndex())
                spin(100)
                yield "duty-gap", window
                names = {person.id: person.name for person in desk.people.values()}
                dialog = VersionsDialog(window.versions, names, window.sheet.shorts, window)
                dialog.show()
                spin(100)
                yield "duty-difference", dialog
                dialog.reject()
                yield from dialogs(desk, window)
                yield from filling(window)
            window.close()
            close(root)


def filling(window: DutyWindow) -> Iterator[tuple[str, QWidget]]:
    """Give the search for a plan as it goes on."""
    assert window.sheet is not None
    window.sheet.paint(dict.fromkeys(list(window.sheet.plan.cells), ""))
    window.parts.filling.begin(window.sheet)
    until(window.parts.filling.take.isEnabled, 60)
    yield "duty-filling", window
    window.parts.filling.end()
    until(lambda: not window.parts.filling.runs, 60)
    window.sheet.undo()


def dialogs(desk: Desk, window: DutyWindow) -> Iterator[tuple[str, QWidget]]:
    """Give what is asked and shown around a month."""
    assert window.sheet is not None
    names = {person.id: person.name for person in desk.people.values()}
    me, other, third = (member.id for member in window.sheet.members[:3])
    days = (date(2026, 12, 4),)
    for wanted in (
        Request(Wanted.SWAP, MONTH, me, days, other=other, reason="Приём у врача"),
        Request(Wanted.CHANGE, MONTH, third, days, code="early", reason="Учёба"),
        Request(Wanted.ABSENCE, MONTH, third, (date(2026, 12, 8),), reason="Температура", kind="illness"),
    ):
        desk.command(window, partial(_asked, wanted=wanted))
    spin(600)
    for name, dialog in (
        ("duty-requests", DutyRequestsDialog(desk, MONTH, window.sheet, window)),
        ("duty-ask", AskDialog(window.sheet, names, me, window, for_others=True)),
        ("duty-people", CardsDialog(desk, window)),
        ("duty-here", PresenceBoard(desk, window)),
        ("duty-approve", ApproveDialog({"position": "Начальник отдела"}, "Головина Г. П.", 2, window)),
        ("duty-pattern", PatternDialog(window.sheet, [], window)),
    ):
        dialog.show()
        spin(400)
        yield name, dialog
        dialog.reject()


def _asked(db: Session, wanted: Request) -> Changes:
    return requests.ask(db, wanted)


def make(path: Path, language: str, count: int) -> None:
    """Make an office of `count` people with a month in the making."""
    seed = profiles.load("municipal", language)
    own = [(section, item) for section, item in seed.items if section not in ("shift", "demand")]
    own += [("shift", item) for item in SHIFTS] + [("demand", item) for item in DEMAND]
    create_office(path, replace(seed, items=tuple(own), settings={**seed.settings, "duty": LIMITS}), ADMIN)
    names = [f"{FAMILY[n % 12]} {GIVEN[n // 12]}" for n in range(count)]

    def work(db: Session) -> Changes:
        for number, name in enumerate(names):
            line = "desk" if number % 3 else "engineers"
            raw = {"login": f"p{number}", "name": name, "role": "technician", "line": line}
            people.add_staff(db, raw)
        everybody = [person for person in db.staff.everybody() if person.login.startswith("p")]
        schedules.begin(db, MONTH)
        plan = Plan()
        for place, person in enumerate(everybody):
            day = date(2026, 12, 1)
            while day.month == 12:
                codes = ("second",) * 5 if place % 3 == 0 else ("early", "early", "late", "late", "night")
                code = codes[(day.day + place) % 5] if (day.day + place) % 7 < 5 else ""
                plan.put(person.id, day, code)
                day += timedelta(days=1)
        plan.pins.add((everybody[0].id, date(2026, 12, 3)))
        schedules.save(db, MONTH, plan, 1)
        schedules.approve(db, MONTH, {"position": "Начальник отдела", "name": "Головина Г. П."})
        plan.put(everybody[1].id, date(2026, 12, 8), "")
        schedules.save(db, MONTH, plan, 2)
        return Changes(duty=True)

    write(path, "boss", work)
