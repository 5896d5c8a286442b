"""Tickets by command: in as people and programs write them, out with the office's labels and hours."""

import errno
import json
import os
import threading
from functools import partial

import pytest

from desk_app.cli import listing
from desk_app.cli.desk import Desk
from desk_app.domain.view import View
from desk_app.services import tickets
from desk_app.storage import open_office
from tests.support.shell import lines

CALL = {"requester": {"name": "Иванова А."}, "description": "Не открывается журнал", "received_at": "2026-10-05T09:12"}
TECHNICIAN = {"login": "petrov", "name": "Петров Пётр Петрович", "role": "technician", "password": "long enough"}


def test_a_call_gets_a_number_and_is_given_back(desk, office):
    given = (
        '{"requester":{"name":"Иванова А."},"description":"Не открывается журнал","received_at":"2026-10-05T09:12"}\n'
    )
    row = desk.well("ticket", "add", office, "--json", "-", stdin=given).json
    shown = desk.show(office, row["number"])
    assert row["number"].endswith("-000001")
    assert shown["requester"]["name"] == "Иванова А."
    assert shown["description"] == "Не открывается журнал"
    assert shown["received_at"] == "2026-10-05T09:12"
    assert (shown["status"], shown["status_meaning"], shown["type"]) == ("В работе", "active", "Поддержка")
    assert shown == desk.show(office, str(row["id"]))
    assert [entry["verb"] for entry in shown["history"]] == ["register"]


@pytest.mark.parametrize("word", ["журнал", "ЖУРНАЛ", "Журнал открыв", "иванова"])
def test_a_word_in_any_case_finds_it(desk, office, word):
    desk.add(office, CALL, {"description": "Не приходит письмо"})
    found = desk.well("ticket", "list", office, "--format", "json", "--filter", word).rows
    assert [row["description"] for row in found] == ["Не открывается журнал"]
    assert "history" not in found[0]


BAD = [
    ("{", "not JSON"),
    ("[]", "no object"),
    ('"text"', "no object"),
    ('{"description": NaN}', "not JSON"),
    ('{"description": "a", "description": "b"}', "twice"),
    ("[" * 100_000, "not JSON"),
    ('{"description": "x", "received_at": "2026-02-31T10:00"}', "2026-02-31"),
    ('{"description": "x", "received_at": "soon"}', "soon"),
    (
        '{"description": "x", "received_at": "2026-10-05T10:00", "registered_at": "2026-10-05T09:59"}',
        "before it was received",
    ),
    ('{"description": "x", "colour": "red"}', "colour"),
    ('{"description": "x", "requester": {"nick": "red"}}', "nick"),
    ('{"description": "x", "requester": "Иванова"}', "requester"),
    ('{"description": "x", "type": "Пожелание"}', "Поддержка, Ошибка, Улучшение"),
    ('{"description": "  "}', "description"),
    ("{}", "description"),
    ('{"description": ["x"]}', "description"),
    ('{"description": "x", "registered": "no"}', "registered"),
    ('{"description": "x", "registered": false, "registered_at": "2026-10-05T10:00"}', "registered_at"),
    (b'{"description": "\xcf\xf0\xe8"}', "UTF-8"),
]


@pytest.mark.parametrize(("line", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_bad_line_stops_the_run_with_its_number_and_reason(desk, office, line, reason):
    bad = line if isinstance(line, bytes) else line.encode()
    ended = desk(
        "ticket", "add", office, "--json", "-", stdin=lines(CALL).encode() + b"\n" + bad + b"\n" + lines(CALL).encode()
    )
    assert ended.code == 1
    assert ended.err.startswith("Line 3: ")
    assert reason in ended.err
    assert ended.err.count("\n") == 1
    assert len(ended.rows) == 1
    assert len(desk.well("ticket", "list", office, "--json").rows) == 1


def test_a_number_is_not_used_up_by_a_bad_line(desk, office):
    desk("ticket", "add", office, "--json", "-", stdin='{"description": "x", "colour": "red"}\n')
    assert desk.add(office, CALL)[0].endswith("-000001")


def test_a_byte_order_mark_and_empty_lines_do_no_harm(desk, office):
    rows = desk.well("ticket", "add", office, "--json", "-", stdin=f"\ufeff{lines(CALL)}\n\n{lines(CALL)}").rows
    assert len(rows) == 2


def test_lines_may_come_from_a_file(desk, office, tmp_path):
    source = tmp_path / "calls.jsonl"
    source.write_text(lines(CALL, CALL), "utf-8")
    assert len(desk.well("ticket", "add", office, "--json", source).rows) == 2
    ended = desk("ticket", "add", office, "--json", tmp_path / "none.jsonl")
    assert (ended.code, "none.jsonl" in ended.err) == (3, True)


def test_hostile_text_is_kept_harmless(desk, office):
    formula = "=cmd|'/c calc'!A1"
    number, other = desk.add(
        office,
        {"description": formula, "requester": {"name": "Иванов\u202e\u2066 И\x00\x1b[31mИ."}},
        {"description": "а\x07б\x1b]0;x\x07\r\nв\u202eг"},
    )
    shown = desk.show(office, number)
    assert shown["description"] == formula
    assert shown["requester"]["name"] == "Иванов И [31mИ."
    assert desk.show(office, other)["description"] == "аб]0;x\nвг"
    out = desk.well("ticket", "list", office, "--format", "csv").out
    assert f"'{formula}" in out
    assert "\x1b" not in out + desk.well("ticket", "show", office, number).out


def test_a_hundred_thousand_characters_fit(desk, office):
    number = desk.add(office, {"description": "Журнал завис. " * 7200})[0]
    assert len(desk.show(office, number)["description"]) == 14 * 7200 - 1
    row = desk.well("ticket", "list", office, "--format", "csv").out.splitlines()[1]
    assert len(row) < 400


def test_what_arrived_is_registered_later(desk, office):
    rows = desk.well("ticket", "add", office, "--json", "-", stdin=lines({**CALL, "registered": False})).rows
    assert rows[0]["number"] is None
    unregistered = desk.show(office, str(rows[0]["id"]))
    assert (unregistered["status"], unregistered["status_meaning"], unregistered["registered_at"]) == (
        None,
        "new",
        None,
    )
    done = desk.do(office, str(rows[0]["id"]), "register", registered_at="2026-10-06T08:30")
    shown = desk.show(office, done.json["number"])
    assert (shown["received_at"], shown["registered_at"]) == ("2026-10-05T09:12", "2026-10-06T08:30")
    assert [entry["verb"] for entry in shown["history"]] == ["arrive", "breach", "register"]


def test_digits_are_the_last_ones_of_a_number_and_not_an_id(desk, office):
    rows = desk.well(
        "ticket", "add", office, "--json", "-", stdin=lines({**CALL, "registered": False}, CALL, CALL)
    ).rows  # so the first number is that of the second id
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert desk.show(office, "2")["number"] == rows[2]["number"]
    assert desk.show(office, "id:2")["number"] == rows[1]["number"]
    assert desk.show(office, "1")["number"] == rows[1]["number"]
    assert desk.show(office, "id:1")["number"] is None
    refused = desk("ticket", "show", office, "3")  # an id alone, and it has a number
    assert (refused.code, refused.out) == (1, "")
    assert "“3”" in refused.err
    assert desk.do(office, "1", "register").json["id"] == 1, "what has a number already is not meant"


def test_a_ticket_goes_its_way_step_by_step(desk, office):
    number = desk.add(office, {**CALL, "registered_at": "2026-10-05T09:15"})[0]
    desk.do(office, number, "wait", reason="Нужен снимок экрана", at="2026-10-05T10:00")
    desk.do(office, number, "resume", comment="Пришёл", at="2026-10-05T11:00")
    desk.do(office, number, "edit", additional_info="Класс 5 «А»")
    ended = desk.do(office, number, "solve", solution="Очищен кэш", at="2026-10-05T12:00")
    assert ended.json == {"number": number, "id": 1, "status": "Решен"}
    said = desk.well("ticket", "do", office, number, "close")
    assert said.out == f"{number}: Закрыт\n"
    shown = desk.show(office, number)
    assert (shown["solved_at"], shown["solution"], shown["outcome"]) == ("2026-10-05T12:00", "Очищен кэш", "solved")
    verbs = [entry["verb"] for entry in shown["history"]]
    assert verbs == ["register", "wait", "resume", "edit", "solve", "close"]
    wait = shown["history"][1]
    assert (wait["at"], wait["reason"]) == ("2026-10-05T10:00", "Нужен снимок экрана")
    assert wait["recorded_at"] > wait["at"]
    assert wait["changes"]["status"] == ["В работе", "Обратная связь"]


@pytest.mark.parametrize(
    ("verb", "answer", "reason"),
    [
        ("solve", {}, "solution"),
        ("solve", {"solution": "x", "speed": 3}, "speed"),
        ("close", {}, "В работе"),
        ("reopen", {"reason": "x"}, "Решить"),
        ("dance", {}, "dance"),
        ("assign", {"to": "nobody"}, "nobody"),
        ("wait", {"reason": "x", "remind_at": "2026-02-31T10:00"}, "2026-02-31"),
        ("wait", {"reason": "x", "at": "2026-01-01T10:00"}, "before the registration"),
        ("link", {"to": "2026-000777"}, "2026-000777"),
    ],
)
def test_an_impossible_step_says_why_and_changes_nothing(desk, office, verb, answer, reason):
    number = desk.add(office, CALL)[0]
    ended = desk("ticket", "do", office, number, verb, "--json", "-", stdin=json.dumps(answer))
    assert ended.code == 1
    assert reason in ended.err
    assert len(desk.show(office, number)["history"]) == 1


def test_broken_json_for_a_step_is_refused(desk, office):
    number = desk.add(office, CALL)[0]
    ended = desk("ticket", "do", office, number, "close", "--json", "-", stdin="{broken")
    assert (ended.code, "not JSON" in ended.err) == (1, True)


def test_a_technician_may_not_backdate(desk, office):
    desk.well("staff", "add", office, "--json", "-", stdin=lines(TECHNICIAN))
    desk.password(TECHNICIAN["password"])
    as_petrov = ("--user", "petrov")
    late = {**CALL, "registered_at": "2026-10-05T09:15"}
    refused = desk("ticket", "add", office, "--json", "-", *as_petrov, stdin=lines(late))
    assert refused.code == 1
    assert "no right" in refused.err
    row = desk.well("ticket", "add", office, "--json", "-", *as_petrov, stdin=lines(CALL)).json
    solved = {"solution": "x", "at": "2026-10-05T09:30"}
    ended = desk("ticket", "do", office, row["number"], "solve", "--json", "-", *as_petrov, stdin=json.dumps(solved))
    assert (ended.code, "no right" in ended.err) == (1, True)
    assert desk.show(office, row["number"])["status"] == "В работе"


def test_a_technician_may_not_agree_for_the_operator(desk, office):
    desk.well("staff", "add", office, "--json", "-", stdin=lines(TECHNICIAN))
    number = desk.add(office, {**CALL, "type": "Ошибка"})[0]
    desk.password(TECHNICIAN["password"])
    ended = desk("ticket", "do", office, number, "approve", "--user", "petrov")
    assert (ended.code, "no right" in ended.err) == (1, True)


def test_lists_are_ordered_cut_and_printed_as_asked(desk, office, tmp_path):
    numbers = desk.add(office, *({**CALL, "description": name} for name in ("Бета", "Альфа", "Гамма")))
    rows = desk.well("ticket", "list", office, "--sort", "subject", "--json").rows
    assert [row["description"] for row in rows] == ["Альфа", "Бета", "Гамма"]
    rows = desk.well("ticket", "list", office, "--sort", "-subject", "--limit", "2", "--format", "json").rows
    assert [row["description"] for row in rows] == ["Гамма", "Бета"]
    table = desk.well("ticket", "list", office, "--sort", "status,-number").out.splitlines()
    assert [line.split()[0] for line in table] == ["Number", *reversed(numbers)]
    desk.well("ticket", "list", office, "--format", "csv", "--out", tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert desk.well("ticket", "list", office, "--limit", "0", "--json").out == ""


@pytest.mark.parametrize(
    ("words", "reason", "code"),
    [
        (["--sort", "colour"], "colour", 1),
        (["--filter", "status:nothing"], "nothing", 1),
        (["--out", "nowhere/list.txt"], "nowhere", 3),
    ],
)
def test_a_list_that_cannot_be_made_says_why(desk, office, words, reason, code):
    ended = desk("ticket", "list", office, *words)
    assert (ended.code, reason in ended.err) == (code, True)


def test_conditions_of_the_search_box_work_here_too(desk, office):
    first, second = desk.add(office, CALL, {**CALL, "type": "ошибка"})
    rows = desk.well("ticket", "list", office, "--json", "--filter", "тип:Ошибка журнал").rows
    assert [row["number"] for row in rows] == [second]
    assert first != second


def test_people_read_a_card_with_its_history(desk, office):
    number = desk.add(office, CALL)[0]
    desk.do(office, number, "comment", text="Перезвонил", public=True)
    text = desk.well("ticket", "show", office, number, "--lang", "en").out
    assert text.startswith(f"{number} · В работе\n")
    assert "ФИО: Иванова А." in text
    assert "Зарегистрировать  Босова Берта Борисовна" in text
    assert "Перезвонил" in text


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_a_list_is_written_as_a_document(desk, office, tmp_path, form):
    desk.add(office, CALL)
    out = tmp_path / f"list.{form}"
    desk.well("ticket", "list", office, "--format", form, "--out", out)
    assert out.stat().st_size > 1000
    refused = desk("ticket", "list", office, "--format", form)
    assert (refused.code, "--out" in refused.err) == (1, True)
    refused = desk("ticket", "list", office, "--format", form, "--out", tmp_path / "list.doc")
    assert (refused.code, f".{form}" in refused.err) == (1, True)


def test_a_list_gives_each_ticket_once_whatever_colleagues_register(office, monkeypatch):
    monkeypatch.setattr(listing, "SLICE", 2)
    with open_office(office) as file:
        boss = file.reader.account("boss").person
        register = partial(tickets.register, raw=CALL)
        before = [file.unit_of_work(boss).write(register).tickets[0] for _ in range(5)]
        rows = listing._rows(Desk(file, boss), View(), None)
        found = [next(rows).id]
        file.unit_of_work(boss).write(register)
        assert [*found, *(row.id for row in rows)] == before[::-1]


def test_a_list_that_cannot_be_written_leaves_the_old_file(desk, office, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "list.csv"
    out.write_text("old", "utf-8")
    monkeypatch.setattr(os, "fsync", full)
    ended = desk("ticket", "list", office, "--format", "csv", "--out", out)
    assert (ended.code, str(out.name) in ended.err, out.read_text("utf-8")) == (3, True, "old")


@pytest.mark.skipif(os.name == "nt", reason="there are no devices among the files there")
def test_a_list_may_go_to_a_device(desk, office, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = threading.Thread(target=pipe.read_bytes)
    reader.start()
    desk.well("ticket", "list", office, "--format", "csv", "--out", pipe)
    reader.join()
    assert pipe.is_fifo()


def test_people_read_no_keys_of_programs(desk, office):
    """Every word before a colon is a label; the keys of the JSON are for programs."""
    number = desk.add(office, {**CALL, "template": "Тонер"})[0]
    desk.do(office, number, "edit", requester={"phone": "2-44-91"}, additional_info="Срочно")
    desk.do(office, number, "wait", reason="Ждём деталь")
    desk.do(office, number, "resume", comment="Пришла")
    desk.do(office, number, "comment", text="Перезвонил", public=True)
    desk.do(office, number, "solve", solution="Готово", cause="Износ")
    for language in ("ru", "en"):
        text = desk.well("ticket", "show", office, number, "--lang", language).out
        labels = {line.partition(":")[0].strip() for line in text.splitlines() if ": " in line}
        codes = {"number", "text", "public", "reason", "comment", "solution", "cause", "requester", "additional_info",
                 "solved_at", "outcome", "status", "approval", "template", "assignee"}  # fmt: skip
        assert not labels & codes, labels & codes
        assert "Тонер" in text
