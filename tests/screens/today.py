"""The first screen: the day of a technician, full and empty, each queue, and the board."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.services import board, tickets
from desk_app.services.ports import Changes
from desk_app.ui.board.forms import ask_incident, ask_state
from desk_app.ui.board.window import BoardWindow
from tests.screens.stage import SIZES, close, main_window, seated, spin, until
from tests.support.desk import make_office, write

WORDS = {
    "ru": {
        "calls": (
            ("Не открывается журнал 5 «Б», нет ответа", "Петрова Анна Ильинична", "Школа № 5", "2-44-90", "91"),
            ("Перенести оценки за четверть", "Ким Ольга", "Лицей № 2", "2-10-11", "12"),
            ("Нет звука в актовом зале", "Сидорова Нина", "Школа № 8", "3-15-02", "актовый зал"),
            ("Забыт пароль от портала", "Ахметова Дана", "Детский сад № 3", "2-77-01", ""),
            ("Не печатает принтер в бухгалтерии", "Орлов Пётр", "Школа № 5", "2-44-95", "7"),
            ("Ошибка в отчёте о посещаемости", "Нурланова Айгуль", "Школа № 12", "4-01-17", "33"),
            ("Второй монитор остаётся чёрным", "Белова Вера", "Лицей № 2", "2-10-14", "20"),
        ),
        "how": "на месте",
        "arrived": ("Письмо: просим открыть доступ новому завучу", "Звонок с автоответчика: не работает вход"),
        "board": ("Меняют диск на сервере", "Портал открывается через раз", "С утра у многих не открывается журнал"),
    },
    "en": {
        "calls": (
            ("The class journal of 5B does not open: “no answer”", "Petrova Anna", "School 5", "2-44-90", "91"),
            ("Move the marks of the term", "Kim Olga", "Lyceum 2", "2-10-11", "12"),
            ("No sound in the assembly hall", "Sidorova Nina", "School 8", "3-15-02", "the hall"),
            ("The password of the portal is forgotten", "Akhmetova Dana", "Kindergarten 3", "2-77-01", ""),
            ("The printer of the accounts is silent", "Orlov Peter", "School 5", "2-44-95", "7"),
            ("A mistake in the report of attendance", "Nurlanova Aigul", "School 12", "4-01-17", "33"),
            ("The second screen stays black", "Belova Vera", "Lyceum 2", "2-10-14", "20"),
        ),
        "how": "on site",
        "arrived": ("A letter: access for the new deputy head", "From the answering machine: nobody can sign in"),
        "board": ("The disk is being changed", "The portal opens now and then", "The journal opens for nobody"),
    },
}  # fmt: skip


def today(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the day in two sizes, an empty one, every queue, and the board."""
    path = folder / f"day-{language}.desk"
    if not path.exists():
        make_office(path, profile="municipal", language=language)
        play(path, language)
    with seated(path, "ivanov") as desk:
        for size in SIZES:
            with main_window(desk, path, size) as window:
                until(lambda window=window: window.middle.day.day)
                window.middle.day.list.setCurrentIndex(window.middle.day.list.days.index(4))
                until(lambda window=window: window.pane.card is not None)
                yield f"today-{size[0]}", window
        with main_window(desk, path) as window:
            for entry in window.queues.offered()[1:]:
                window.queues.choose(entry.queue)
                spin(500)
                yield f"queue-{entry.queue.value}", window
        yield from the_board(desk)
    bare = folder / f"bare-{language}.desk"
    if not bare.exists():
        make_office(bare, language=language)
    with seated(bare, "kim") as desk, main_window(desk, bare) as window:
        until(lambda: window.middle.day.day)
        yield "today-empty", window


def play(path: Path, language: str) -> None:
    """Fill a day of ivanov's: appointments, calls, what is due and late; then what arrived, and the board."""
    words = WORDS[language]
    for text, name, organisation, phone, room in words["calls"]:
        asks = {"name": name, "organisation": organisation, "phone": phone, "room": room}
        call = {"description": text, "kind": "request", "requester": asks}
        write(path, "ivanov", lambda db, call=call: tickets.register(db, call))
    now = datetime.now().astimezone().replace(second=0, microsecond=0)
    for ticket, minutes, place in ((1, 40, "каб. 91" if language == "ru" else "room 91"), (2, 180, ""), (3, -1500, "")):
        when = (now + timedelta(minutes=minutes)).isoformat()
        raw = {"when": when, "how": words["how"], "place": place, "minutes": "45"}
        step(path, ticket, "appoint", raw)
    step(path, 4, "remind", {"when": (now + timedelta(minutes=5)).isoformat()})
    step(path, 5, "remind", {"when": (now - timedelta(minutes=95)).isoformat()})
    old = {"description": words["calls"][5][0], "kind": "request", "requester": {"name": words["calls"][5][1]}}
    long_ago = (now - timedelta(days=12)).isoformat()
    write(path, "boss", lambda db: tickets.register(db, {**old, "received_at": long_ago, "registered_at": long_ago}))
    write(path, "boss", lambda db: tickets.do(db, db.find_ticket("8"), "assign", {"to": "ivanov"}))
    for text in words["arrived"]:
        write(path, "ivanov", lambda db, text=text: tickets.arrive(db, {"description": text}))
    write(path, "boss", partial(news, words["board"]))


def step(path: Path, ticket: int, verb: str, raw: dict[str, object]) -> None:
    """Take a step as ivanov."""
    write(path, "ivanov", lambda db: tickets.do(db, ticket, verb, raw))


def news(words, db) -> Changes:
    """Put two systems and an incident on the board."""
    systems = [item.code for item in db.office.choices("system")]
    board.set_state(db, systems[0], "down", words[0])
    board.set_state(db, systems[1], "slow", words[1])
    return board.report(db, words[2], systems[0], ["1"])


def the_board(desk) -> Iterator[tuple[str, QWidget]]:
    """Give the board as who may sees it, and what is asked there."""
    root = QWidget()
    root.show()
    for login in ("boss",):
        desk.me = next(person for person in desk.people.values() if person.login == login)
    window = BoardWindow.open(desk, root)
    spin(200)
    yield "board", window
    for asked in (ask_incident(desk, window), ask_state(desk, window._state(), window)):
        spin(100)
        yield f"board-{'incident' if 'text' in asked.rows.rows else 'state'}", asked
        asked.reject()
    window.close()
    close(root)
