"""Big offices for the benches: tickets written by raw executemany into the real schema, history chain included."""

import os
import random
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from desk_app.domain import history
from desk_app.domain.search import search_text
from desk_app.domain.text import sort_key
from desk_app.storage.migrations import STEPS
from desk_app.storage.office_file import open_office
from tests.support.desk import make_office

FOLDER = Path(__file__).parents[2] / "build" / "bench"
FORM = zlib.crc32(repr(STEPS).encode())
"""What an office made under another form of the file is told by."""
START = 1_700_000_000
STEP = 90
"""Seconds between two tickets."""
SUBJECTS = (
    "Не печатает принтер", "Нет доступа к журналу", "Ошибка в отчёте", "Не приходит код", "Сменить ответственного",
    "Как выгрузить список", "Зависает вход по ЭЦП", "Замена картриджа", "Перенести учащегося", "Не открывается карта",
)  # fmt: skip
NAMES = ("Петрова Анна", "Ким Ольга", "Сидорова Елена", "Ахметов Данияр", "Иванов Пётр", "Ли Виктор", "Ёлкина Юлия")


def office(count: int) -> Path:
    """Return an office file with `count` tickets; it is made once and kept in build/bench."""
    path = FOLDER / f"office-{count}-{FORM:08x}.desk"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    for old in (draft, *FOLDER.glob(f"{draft.name}*")):
        old.unlink(missing_ok=True)
    make_office(draft, 0, language="ru")
    with open_office(draft) as file:
        sections = file.reader.office().sections
        items = {section: [item.id for item in choices] for section, choices in sections.items()}
    with closing(sqlite3.connect(draft)) as db:
        _fill(db, items, count)
    draft.rename(path)
    return path


def _fill(db: sqlite3.Connection, items: dict[str, list[int]], count: int) -> None:
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-200000")
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL").fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    nothing = dict(db.execute("SELECT section, id FROM item WHERE code=''").fetchall())
    seq, head = db.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    chance = random.Random(count)
    tickets, texts = [], []
    columns: list[str] = []
    for number in range(1, count + 1):
        row, text = _ticket(number, items, nothing, chance)
        columns = columns or list(row)
        tickets.append(tuple(row.values()))
        texts.append(text)
        if len(tickets) == 20_000 or number == count:
            marks = ",".join("?" * len(columns))
            db.executemany(f"INSERT INTO ticket ({','.join(columns)}) VALUES ({marks})", tickets)
            db.executemany("INSERT INTO ticket_text VALUES (?,?,'','','','','','',?,?,'')", texts)
            tickets, texts = [], []
    db.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", _events(seq, bytes(head), count))
    db.execute("INSERT INTO counter VALUES ('2026', ?)", (count,))
    for _, sql in (*indexes, *triggers):
        db.execute(sql)
    db.execute("ANALYZE")
    db.commit()


def _ticket(
    number: int, items: dict[str, list[int]], nothing: dict[str, int], chance: random.Random
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    subject = f"{chance.choice(SUBJECTS)} {chance.randint(1, 999)}"
    name, organisation = chance.choice(NAMES), f"Школа № {chance.randint(1, 120)}"
    at = START + number * STEP
    done = at + 3600 if number % 20 else None
    status = items["status"][-1] if done else items["status"][chance.randrange(2)]
    row = {
        "id": number, "version": 1, "number": f"2026-{number:06}", "status_id": status,
        **{f"{section}_id": chance.choice(items[section]) for section in ("kind", "type", "channel", "priority")},
        "system_id": chance.choice([*items["system"], nothing["system"]]), "line_id": chance.choice(items["line"]),
        "assignee_id": chance.choice((2, 3)), "requester_id": 0, "subject": subject, "subject_key": sort_key(subject),
        "requester": name, "requester_key": sort_key(name), "organisation": organisation,
        "organisation_key": sort_key(organisation), "received_at": at, "registered_at": at, "solved_at": done,
        "closed_at": done, "approval": "", "outcome": "solved" if done else "",
    }  # fmt: skip
    room = str(number % 40)
    return row, (number, subject, room, search_text((row["number"], subject, name, organisation, room)))


def _events(seq: int, head: bytes, count: int) -> Iterator[tuple[Any, ...]]:
    salt = os.urandom(16)
    for number in range(1, count + 1):
        at = START + number * STEP
        op_id = number.to_bytes(16, "big")
        header = history.Header(seq + number, number, op_id, 0, "register", 2, at, at)
        payload = history.payload_text({"number": f"2026-{number:06}", "fields": {}})
        digest = history.digest(salt, payload)
        head = history.link(head, header, digest)
        yield (*(getattr(header, name) for name in header.__slots__), salt, payload, digest, head)
