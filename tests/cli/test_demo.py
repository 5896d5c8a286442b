"""The sample office: believable, the same for the same seed, and played by the rules."""

import os
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from desk_app import demo, profiles
from desk_app.cli import sample
from desk_app.demo.hours import Hours
from desk_app.demo.texts import load_texts
from desk_app.domain.office import NOBODY, Office, Person
from desk_app.domain.view import View
from desk_app.i18n import LANGUAGES
from desk_app.resources import resource
from desk_app.services import checks
from desk_app.storage import create_office, open_office

PROFILES = ["situation-centre", "municipal", "two-line", "service-catalogue", "operator"]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""A Friday, two in the afternoon in Yekaterinburg."""


def played(path, profile, tickets=250, seed=1, language="ru"):
    """Play a sample office and return its open file."""
    admin = Person(0, "boss", demo.admin_name(language, seed), "administrator", "")
    create_office(path, profiles.load(profile, language), admin, clock=lambda: demo.beginning(NOW))
    file = open_office(path)
    demo.play(file, "boss", tickets, seed, NOW)
    return file


def cards(file):
    ids = file.reader.ids(View(), NOBODY, 0, 10_000)
    return [file.reader.card(ticket_id) for ticket_id in sorted(ids)]


@pytest.fixture(scope="module", params=PROFILES)
def half_year(request, tmp_path_factory):
    """Return the office, the cards and the file of a sample."""
    with played(tmp_path_factory.mktemp("sample") / "office.desk", request.param) as file:
        yield file.reader.office(), cards(file), file


def test_a_sample_is_whole(half_year):
    _, _, file = half_year
    assert checks.check(file.reader) == []


def test_a_sample_shows_every_way_a_ticket_may_go(half_year):
    office, found, _ = half_year
    verbs = {entry.verb for card in found for entry in card.history}
    ways = {step.verb for step in office.steps} - {"assign"}
    if not any(item.approval for item in office.choices("type")):
        ways -= {"approve", "decline"}
    assert ways <= verbs
    assert {"arrive", "comment", "edit"} <= verbs
    used = Counter(card.ticket.status for card in found)
    assert used[""] >= 3
    assert {item.code for item in office.choices("status")} - {"declined"} <= set(used)


def test_most_of_a_sample_is_done_and_some_of_it_is_not(half_year):
    office, found, _ = half_year
    done = [card for card in found if card.ticket.closed_at]
    assert 0.7 * len(found) < len(done) < 0.98 * len(found)
    solved = [card for card in done if card.ticket.outcome == "solved"]
    answered = [c for c in solved if c.ticket.solution or any((e.data or {}).get("comment") for e in c.history)]
    assert answered == solved
    assert {item.code for item in office.choices("system")} & {card.ticket.system for card in found}


def test_people_of_a_sample_work_in_their_hours(half_year):
    office, found, _ = half_year
    hours = Hours(office)
    for card in found:
        for entry in card.history:
            assert entry.at <= NOW
            spans = hours.spans(entry.at.astimezone(office.zone).date())
            assert any(start <= entry.at < end + timedelta(minutes=30) for start, end in spans), entry
            assert entry.at == entry.recorded_at or entry.verb == "breach"


def test_numbers_of_a_sample_follow_time_without_gaps(half_year):
    _, found, _ = half_year
    registered = sorted((c.ticket.registered_at, c.ticket.number) for c in found if c.ticket.number)
    numbers = [number for _, number in registered]
    assert numbers == sorted(numbers)
    assert [int(number.partition("-")[2]) for number in numbers] == list(range(1, len(numbers) + 1))


def test_a_sample_is_worked_on_by_many_for_many(half_year):
    office, found, file = half_year
    assert 6 <= len(file.reader.staff()) <= 12
    assert len({card.assignee.login for card in found}) >= 6
    assert len({card.ticket.requester.name for card in found}) > 90
    assert len({card.ticket.requester.organisation for card in found}) >= 30
    assert len({card.ticket.description for card in found}) > 100
    assert {item.code for item in office.choices("channel")} == {card.ticket.channel for card in found}


def test_the_same_seed_gives_the_same_office(tmp_path):
    first, second, other = (
        [(c.ticket.number, c.ticket.description, c.ticket.status, c.ticket.requester.name) for c in cards(file)]
        for file in (
            played(tmp_path / f"{place}.desk", "situation-centre", 40, seed) for place, seed in enumerate((7, 7, 8))
        )
    )
    assert first == second != other


def test_a_sample_speaks_its_offices_language(tmp_path):
    with played(tmp_path / "en.desk", "municipal", 30, language="en") as file:
        told = "".join(card.ticket.description + card.ticket.requester.name for card in cards(file))
    assert not [letter for letter in told if "а" <= letter.lower() <= "я"]


def test_an_office_of_its_own_kind_is_filled_too(tmp_path):
    own = tmp_path / "own.toml"
    text = resource("profiles", "municipal.toml").read_text("utf-8")
    own.write_text(text.replace('code = "municipal"', 'code = "clinic"').replace('"fault"', '"trouble"'), "utf-8")
    with played(tmp_path / "own.desk", own, 30) as file:
        assert file.reader.sizes()["ticket"] >= 30
        assert checks.check(file.reader) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_sample_can_be_filled_in(profile, language):
    texts = load_texts(profile, language)
    office = Office.of(profiles.load(profile, language))
    assert len(texts.templates) >= (40 if language == "ru" else 30)
    known = dict.fromkeys((*texts.slots, "day"), "x")
    for template in texts.templates:
        assert template.problem.format_map(known)
        assert template.solution.format_map(known)
        assert template.system in office.choices("system"), template
        assert template.type in office.choices("type"), template
        assert not template.service or template.service in office.choices("service"), template
    assert set(texts.answers) <= {item.code for item in office.choices("question")}
    assert all(answer.format_map(known) for answers in texts.answers.values() for answer in answers)
    assert set(texts.organisations) - {"any"} <= {item.code for item in office.choices("system") if not item.parent}


def test_a_sample_is_made_once_and_then_opened_again(desk, tmp_path):
    folder = tmp_path / "sample"
    made = desk.well("demo", folder, "--no-window", "--tickets", "30", "--seed", "3", "--json").json
    assert made["tickets"] == 30
    assert [path.name for path in folder.iterdir() if not path.name.endswith("-journal")] == ["office.desk"]
    before = desk.well("info", folder / "office.desk", "--json").json["history"]
    again = desk.well("demo", folder, "--no-window")
    assert str(folder / "office.desk") in again.out
    assert desk.well("info", folder / "office.desk", "--json").json["history"] == before
    refused = desk("demo", folder, "--no-window", "--tickets", "40", "--lang", "en")
    assert (refused.code, "--tickets" in refused.err) == (1, True)


def test_the_makers_of_a_sample_may_try_other_rights(desk, tmp_path):
    made = desk.well("demo", tmp_path / "s", "--no-window", "--tickets", "5", "--json").json
    file = tmp_path / "s" / "office.desk"
    assert desk.well("ticket", "list", file, "--json").rows
    desk.password(made["password"])
    assert desk.well("staff", "list", file, "--user", made["technician"], "--json").rows
    added = desk("staff", "add", file, "--user", made["technician"], "--json", "-", stdin='{"login":"x","name":"y"}')
    assert added.code == 1


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["--tickets", "-1"], 2, "-1"),
        (["--tickets", "200001"], 1, "200000"),
        (["--profile", "hospital"], 1, "hospital"),
        (["--tickets", "many"], 2, "--tickets"),
    ],
)
def test_a_sample_that_cannot_be_made_says_why(desk, tmp_path, words, code, reason):
    ended = desk("demo", tmp_path / "s", "--no-window", "--lang", "en", *words)
    assert (ended.code, reason in ended.err) == (code, True)
    assert not (tmp_path / "s" / "office.desk").exists()


def test_a_sample_half_made_leaves_nothing(desk, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sample.demo, "play", stop)
    assert desk("demo", tmp_path / "s", "--no-window").code == 1
    assert not list((tmp_path / "s").iterdir())


def test_a_folder_that_is_a_file_is_named(desk, tmp_path):
    (tmp_path / "s").write_text("x", "utf-8")
    ended = desk("demo", tmp_path / "s", "--no-window")
    assert (ended.code, str(tmp_path / "s") in ended.err) == (3, True)


@pytest.mark.skipif(os.name == "nt", reason="long names are refused in other words there")
def test_a_folder_that_no_disk_takes_is_said_in_words(desk, tmp_path):
    ended = desk("demo", tmp_path / ("x" * 300), "--no-window")
    assert (ended.code, "cannot be written" in ended.err) == (3, True)
