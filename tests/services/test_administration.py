"""The office changes its own data: rights, conflicts, history, what stays for old tickets, what is refused."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.errors import BadInput, Conflict, NotAllowed, Unavailable
from desk_app.domain.office import Item, OfficeSeed
from desk_app.domain.office_change import What, differences, items_of, seed_of, with_items
from desk_app.profiles.write import TomlProfiles
from desk_app.services import administration, attachments, people, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import open_office
from desk_app.storage.backup_folder import contents_of
from desk_app.storage.standing import StandingFile
from tests.support.desk import call, make_office, write
from tests.support.office import Desk

PROFILES = TomlProfiles()
Edit = Callable[[OfficeSeed], OfficeSeed]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_office(tmp_path / "office.desk", 2, profile="municipal")


def office_at(path: Path) -> OfficeSeed:
    with open_office(path) as file:
        return seed_of(file.reader.office())


def change(path: Path, edit: Edit, login: str = "boss") -> Changes:
    basis = office_at(path)
    return write(path, login, lambda db: administration.change_office(db, basis, edit(basis), PROFILES))


def told(path: Path) -> list[tuple[str, dict]]:
    """Return the entries of the history about the office's own data."""
    with open_office(path) as file:
        entries = [entry for part in file.reader.chain() for entry in part]
    return [
        (entry.header.verb, json.loads(entry.payload or "{}"))
        for entry in entries
        if entry.header.verb.startswith("office-")
    ]


def without(section: str, code: str) -> Edit:
    return lambda seed: with_items(seed, section, [item for item in items_of(seed, section) if item.code != code])


def with_data(section: str, code: str, **data: object) -> Edit:
    def edit(seed: OfficeSeed) -> OfficeSeed:
        items = [
            replace(item, data={**item.data, **data}) if item.code == code else item for item in items_of(seed, section)
        ]
        return with_items(seed, section, items)

    return edit


def added(section: str, item: Item) -> Edit:
    return lambda seed: with_items(seed, section, (*items_of(seed, section), item))


def renamed(section: str, code: str, label: str) -> Edit:
    def edit(seed: OfficeSeed) -> OfficeSeed:
        items = [replace(item, label=label) if item.code == code else item for item in items_of(seed, section)]
        return with_items(seed, section, items)

    return edit


def test_an_item_keeps_its_row_however_the_section_is_turned_about(path: Path) -> None:
    before = {(section, item.code): item.id for section, item in office_at(path).items}

    def turned(seed: OfficeSeed) -> OfficeSeed:
        seed = with_items(seed, "channel", [*reversed(items_of(seed, "channel")), Item("bot", "Chat bot")])
        return renamed("status", "done", "Made")(seed)

    assert change(path, turned) == Changes(office=True)
    after = office_at(path)
    assert [item.code for item in items_of(after, "channel")] == ["in-person", "email", "phone", "bot"]
    ids = {(section, item.code): item.id for section, item in after.items}
    assert {key: ids[key] for key in before} == before
    with open_office(path) as file:
        assert file.reader.card(1).ticket.status == "in-work"
        assert file.reader.office().choices("status").label("done") == "Made"


def test_what_changed_is_in_the_history_with_old_and_new(path: Path) -> None:
    change(path, renamed("status", "done", "Made"))
    change(path, lambda seed: replace(seed, week={**seed.week, "fri": ("08:00-15:00",)}))
    assert told(path) == [
        (
            "office-changed",
            {"section": "status", "code": "done", "label": "Made", "changes": {"label": ["Done", "Made"]}},
        ),
        (
            "office-changed",
            {
                "section": "",
                "code": "week",
                "label": "week",
                "changes": {"week": [_week(fri="16:00"), _week(fri="15:00")]},
            },
        ),
    ]


def _week(fri: str) -> dict[str, list[str]]:
    return {**{day: ["08:00-17:15"] for day in ("mon", "tue", "wed", "thu")}, "fri": [f"08:00-{fri}"]}


def test_nothing_changed_is_no_entry(path: Path) -> None:
    assert change(path, lambda seed: seed) == Changes()
    assert told(path) == []


def test_what_tickets_have_is_not_offered_any_more_but_stays(path: Path) -> None:
    change(path, without("type", "fault"))
    left = items_of(office_at(path), "type")
    assert [(item.code, item.retired) for item in left] == [
        ("fault", True),
        ("access", False),
        ("setup", False),
        ("question", False),
    ]
    assert [verb for verb, _ in told(path)] == ["office-retired"]
    with open_office(path) as file:
        office = file.reader.office()
        assert office.choices("type").label(file.reader.card(1).ticket.type) == "Fault"
        assert "fault" not in [item.code for item in office.choices("type").offered]


def test_what_no_ticket_has_goes(path: Path) -> None:
    change(path, without("type", "access"))
    assert "access" not in [item.code for item in items_of(office_at(path), "type")]
    assert [verb for verb, _ in told(path)] == ["office-removed"]


def test_a_new_call_does_not_begin_with_what_is_not_offered(path: Path) -> None:
    change(path, without("type", "fault"))
    done = write(path, "ivanov", lambda db: tickets.register(db, call(3)))
    with open_office(path) as file:
        assert file.reader.card(done.tickets[0]).ticket.type == "access"


def test_a_new_call_cannot_take_what_is_not_offered(path: Path) -> None:
    change(path, without("type", "fault"))
    with pytest.raises(BadInput, match="not offered any more"):
        write(path, "ivanov", lambda db: tickets.register(db, call(3, type="Fault")))


def test_an_old_ticket_may_keep_what_is_not_offered(path: Path) -> None:
    change(path, without("type", "fault"))
    write(path, "ivanov", lambda db: tickets.do(db, 1, "edit", {"type": "Fault", "note": "again"}))
    with open_office(path) as file:
        assert file.reader.card(1).ticket.note == "again"


def test_a_technician_may_not(path: Path) -> None:
    with pytest.raises(NotAllowed):
        change(path, renamed("status", "done", "Made"), "ivanov")
    assert told(path) == []


def test_a_colleague_was_first(path: Path) -> None:
    basis = office_at(path)
    change(path, renamed("status", "done", "Made"))
    wanted = renamed("status", "closed", "Shut")(basis)
    with pytest.raises(Conflict):
        write(path, "boss", lambda db: administration.change_office(db, basis, wanted, PROFILES))
    assert items_of(office_at(path), "status")[3].label == "Made"


def test_a_new_colleague_is_no_conflict(path: Path) -> None:
    basis = office_at(path)
    write(path, "boss", lambda db: people.add_staff(db, {"login": "pak", "name": "Pak A", "role": "technician"}))
    wanted = renamed("status", "closed", "Shut")(basis)
    assert write(path, "boss", lambda db: administration.change_office(db, basis, wanted, PROFILES)).office


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (added("status", Item("frozen", "Frozen", data={"meaning": "active"})), "no step that leads out"),
        (with_data("role", "administrator", rights=["register"]), "every right"),
        (with_data("deadline", "resolve", kinds=["nothing"]), "nothing"),
        (lambda seed: replace(seed, number_template="{seq"), "number"),
        (lambda seed: replace(seed, week={}), "no working hours"),
        (lambda seed: replace(seed, country="XX"), "no calendar of XX"),
        (without("role", "technician"), "Ivanov Ivan, Kim Olga"),
    ],
)
def test_an_office_nobody_could_work_in_is_refused(path: Path, edit: Edit, said: str) -> None:
    before = office_at(path)
    with pytest.raises(BadInput, match=said):
        change(path, edit)
    assert differences(before, office_at(path)) == []
    assert told(path) == []


def test_nobody_takes_their_own_right_away(path: Path) -> None:
    write(path, "boss", lambda db: people.add_staff(db, {"login": "it", "name": "It", "role": "Administrator"}))
    change(path, added("role", Item("all", "Everything", data={"rights": ["*"]})))
    write(path, "boss", lambda db: people.edit_staff(db, "it", {"role": "all"}))
    with pytest.raises(NotAllowed):
        change(path, with_data("role", "administrator", rights=["register", "staff"]))


def test_settings_of_other_doors_stay(path: Path) -> None:
    with open_office(path) as file:
        kept = dict(file.reader.office().settings)
    change(path, lambda seed: replace(seed, settings={"attachment_limit_mb": 7}))
    with open_office(path) as file:
        office = file.reader.office()
        assert office.attachment_limit == 7 * 1024 * 1024
        assert dict(office.settings) == {**kept, "attachment_limit_mb": 7}


def test_a_status_with_tickets_is_kept_but_must_have_a_way_out(path: Path) -> None:
    def edit(seed: OfficeSeed) -> OfficeSeed:
        seed = without("status", "in-work")(seed)
        steps = [item for item in items_of(seed, "step") if "in-work" not in item.data.get("from", ())]
        return with_items(seed, "step", steps)

    with pytest.raises(BadInput, match="In work"):
        change(path, edit)


def test_differences_are_found_by_section_and_code() -> None:
    old = OfficeSeed("A", "p", "en", "UTC", "RU", "{seq}", {}, {}, (("kind", Item("a", "A")), ("kind", Item("b", "B"))))
    new = replace(old, name="B", items=(("kind", Item("b", "B")), ("kind", Item("a", "A", data={"retired": True}))))
    assert [(one.section, one.code, one.what) for one in differences(old, new)] == [
        ("", "name", What.CHANGED),
        ("kind", "a", What.RETIRED),
        ("kind", "", What.MOVED),
    ]


def test_files_of_services_are_looked_after(path: Path) -> None:
    with open_office(path) as file:
        kept = file.reader.attachments.files.keep([b"form"])
        other = file.reader.attachments.files.keep([b"nobody's"])
        old = time.time() - 3 * 24 * 60 * 60
        for content in (kept, other):
            os.utime(file.reader.attachments.files.folder / content.sha256[:2] / content.sha256, (old, old))
    files = [{"sha256": kept.sha256, "name": "form.pdf", "size": kept.size}]
    change(path, added("service", Item("mailbox", "A mailbox", data={"files": files})))
    with open_office(path) as file:
        assert file.clean_files() == 1
        assert file.reader.attachments.files.has(kept)
        assert attachments.inspect(file.reader, full=True).findings == ()
        with StandingFile(path) as door:
            assert contents_of(door) == [kept.sha256]
        (file.reader.attachments.files.folder / kept.sha256[:2] / kept.sha256).unlink()
        [finding] = attachments.inspect(file.reader).findings
        assert finding.where == "A mailbox"


def test_a_file_of_a_service_that_is_gone_is_refused(path: Path) -> None:
    files = [{"sha256": "0" * 64, "name": "form.pdf", "size": 4}]
    with pytest.raises(Unavailable, match="Attach it to"):
        change(path, added("service", Item("mailbox", "A mailbox", data={"files": files})))


def test_it_is_changed_wherever_it_is_kept(town: Desk) -> None:
    ticket = town.register(description="x")

    def edit(seed: OfficeSeed) -> OfficeSeed:
        seed = with_items(seed, "priority", [*reversed(items_of(seed, "priority")), Item("never", "Never")])
        return without("type", ticket.type)(renamed("status", "done", "Made")(seed))

    def work(db: Session) -> Changes:
        basis = seed_of(db.office)
        return administration.change_office(db, basis, edit(basis), PROFILES)

    before = {(section, item.code): item.id for section, item in seed_of(town.file.reader.office()).items}
    town.write(town.administrator, work)
    now = seed_of(town.file.reader.office())
    assert [item.code for item in items_of(now, "priority")] == ["low", "normal", "urgent", "never"]
    assert next(item for item in items_of(now, "type") if item.code == ticket.type).retired
    assert {key: item.id for key, item in _by_key(now).items() if key in before} == before
    assert town.file.reader.administration.used("status", "in-work")
    assert not town.file.reader.administration.used("channel", "in-person")


def _by_key(seed: OfficeSeed) -> dict[tuple[str, str], Item]:
    return {(section, item.code): item for section, item in seed.items}
