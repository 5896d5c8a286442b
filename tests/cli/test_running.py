"""However a command ends: an exit code, a sentence, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app import cli
from desk_app.cli import offices
from desk_app.services import people
from tests.support.offices import copied_office
from tests.support.shell import lines


def program(*words, stdin=b"", **environment):
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "desk_app", *map(str, words)],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def own_office(tmp_path):
    """Return an office whose administrator is whoever runs these tests."""
    return copied_office("situation-centre", tmp_path, people.os_login())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["profiles"], 0),
        (["--help"], 0),
        (["--version"], 0),
        (["ticket", "show", "OFFICE", "2026-000009"], 1),
        (["ticket"], 2),
        (["nonsense"], 2),
        (["ticket", "list", "OFFICE", "--format", "docx"], 2),
        (["ticket", "list", "OFFICE", "--limit", "-3"], 2),
        (["ticket", "add", "OFFICE"], 2),
        (["--lang", "xx", "profiles"], 2),
        (["info", "nowhere/office.desk"], 3),
    ],
)
def test_the_exit_code_tells_how_it_ended(desk, office, words, code):
    ended = desk(*(office if word == "OFFICE" else word for word in words))
    assert ended.code == code
    assert "Traceback" not in ended.err
    assert bool(ended.err) == (code != 0)


def test_a_refusal_is_one_sentence_in_the_language_asked_for(desk, office):
    english = desk("ticket", "show", office, "7", "--lang", "en").err
    russian = desk("--lang", "ru", "ticket", "show", office, "7").err
    assert english.startswith("There is no ticket")
    assert "нет" in russian
    assert english.count("\n") == russian.count("\n") == 1


@pytest.mark.usefixtures("desk")
def test_the_offices_language_is_spoken_where_no_other_is_asked_for(office, capsys):
    assert cli.main(["ticket", "show", str(office), "7"]) == 1
    assert "нет заявки «7»" in capsys.readouterr().err


def test_common_options_stand_before_or_after_the_command(desk, office):
    before = desk.well("--user", "boss", "--lang", "ru", "--json", "staff", "list", office)
    after = desk.well("staff", "list", office, "--json", "--lang", "ru", "--user", "boss")
    assert before.rows == after.rows


def test_a_bug_is_told_in_one_sentence_and_written_down(desk, office, home, monkeypatch):
    monkeypatch.setattr(offices, "open_office", lambda path: 1 // 0)
    ended = desk("info", office)
    assert ended.code == 1
    assert "ZeroDivisionError" in ended.err
    assert "Traceback" not in ended.err
    logs = list(home.rglob("desk-app.log"))
    assert "ZeroDivisionError: integer division" in logs[0].read_text("utf-8")
    assert str(logs[0]) in ended.err


def test_a_bug_is_raised_for_who_looks_for_it(desk, office, monkeypatch):
    monkeypatch.setattr(offices, "open_office", lambda path: 1 // 0)
    monkeypatch.setenv("DESK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        desk("info", office)


def test_a_bug_is_told_even_where_nothing_can_be_written_down(desk, office, home, monkeypatch):
    monkeypatch.setattr(offices, "open_office", lambda path: 1 // 0)
    state = home / ".local" / "state" / "desk_app"
    state.write_text("in the way", "utf-8")
    ended = desk("info", office)
    assert ended.code == 1
    assert "ZeroDivisionError" in ended.err


def test_stopping_is_no_bug(desk, office, monkeypatch):
    def stop(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(offices, "open_office", stop)
    assert desk("info", office).err == "Stopped. What was done until now stays.\n"


def test_text_is_utf8_whatever_the_locale(own_office):
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    said = lines({"description": "Не открывается журнал", "type": "поддержка"}).encode()
    assert program("ticket", "add", own_office, "--json", "-", stdin=said, **locale).returncode == 0
    shown = program("ticket", "show", own_office, "1", "--lang", "ru", **locale)
    assert "Не открывается журнал" in shown.stdout.decode()
    refused = program("ticket", "show", own_office, "77", "--lang", "ru", **locale)
    assert "нет заявки «77»" in refused.stderr.decode()
    found = program("ticket", "list", own_office, "--filter", "ЖУРНАЛ", "--format", "json", LC_ALL="C")
    assert "Не открывается журнал" in found.stdout.decode()


def test_a_reader_who_leaves_early_is_no_bug():
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "desk_app", "profiles"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        process.stderr.close()
        assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full here")
@pytest.mark.parametrize("words", [["profiles"], ["profiles", "--json"]])
def test_an_answer_that_finds_no_room_is_a_sentence(words):
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "desk_app", *words, "--lang", "en"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, ended.stderr.count(b"\n")) == (3, 1)
    assert b"cannot be written" in ended.stderr


def test_the_command_line_never_loads_qt(office):
    code = (
        "import sys; from desk_app.cli import main; "
        f"main(['profiles']); main(['info', {str(office)!r}]); main(['journal', {str(office)!r}, '--month', "
        "'2026-10', '--out', 'nowhere/j.pdf']); main(['demo', '--help']); "
        "print([name for name in sys.modules if name.partition('.')[0] in ('PySide6', 'shiboken6')])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [["ticket", "list", "x", "--limit"], ["demo", "x", "--tickets"], ["demo", "--seed"]])
@pytest.mark.parametrize("value", ["abc", "1.5", "²", "1e3", "9" * 400, ""])
def test_what_is_no_number_is_told_in_our_words(desk, words, value):
    ended = desk(*words, value, "--lang", "en")
    assert ended.code == 2
    assert ended.err.startswith(f"{words[-1]} takes a whole number such as 50")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("words", [["--lang", "fa", "profiles"], ["profiles", "--lang=fa"], ["--lang", "", "profiles"]])
def test_a_language_that_is_not_spoken_yet_is_refused(desk, words):
    ended = desk(*words)
    assert ended.code == 2
    assert ended.err.rstrip().endswith("ru, en.")
