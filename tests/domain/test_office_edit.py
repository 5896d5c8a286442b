"""Changing an office one thing at a time, and two who do it at once."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import office_edit as edit
from desk_app.domain.office import Item, OfficeSeed
from desk_app.domain.office_change import differences, items_of, kept, named_by, with_items

WEEK = {"mon": ("09:00-17:00",)}


@pytest.fixture
def seed() -> OfficeSeed:
    items = (
        ("kind", Item("request", "Request", 1, {"default": True})),
        ("kind", Item("advice", "Advice", 2)),
        ("status", Item("new", "New", 3, {"meaning": "active"})),
        ("system", Item("net", "Net", 4)),
        ("system", Item("wifi", "Wi-Fi", 5, {"parent": "net"})),
        ("step", Item("solve", "Solve", 6, {"verb": "solve", "from": ["new"], "kinds": ["advice"]})),
    )
    return OfficeSeed("Office", "p", "en", "UTC", "RU", "{seq}", WEEK, {}, items, {"recovery": "x"})


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        ("Новый статус", (), "novyi-status"),
        ("Ждёт заявителя!", ("zhdet",), "zhdet-zayavitelya"),
        ("Phone", ("phone", "phone-2"), "phone-3"),
        ("Жаңа қызмет", (), "zhana-kyzmet"),
        ("24/7", (), "x-24-7"),
        ("", (), "x"),
        ("日本", ("x",), "x-2"),
    ],
)
def test_a_code_is_made_of_a_label(label: str, taken: tuple[str, ...], code: str) -> None:
    assert edit.code_of(label, taken) == code


@given(st.text(max_size=80), st.lists(st.text(max_size=5), max_size=5))
def test_a_code_is_always_one_and_free(label: str, taken: list[str]) -> None:
    code = edit.code_of(label, taken)
    assert code not in taken
    assert 0 < len(code) <= edit.CODE_LENGTH
    assert code.isascii()
    assert code[0].isalpha()
    assert code == code.lower()


def test_another_code_is_followed_by_what_names_it(seed: OfficeSeed) -> None:
    made = edit.recoded(edit.recoded(seed, "status", "new", "open"), "system", "net", "network")
    assert items_of(made, "step")[0].data["from"] == ["open"]
    assert items_of(made, "system")[1].parent == "network"
    assert [item.id for _, item in made.items] == [item.id for _, item in seed.items]


def test_one_item_of_a_section_is_taken_when_nothing_is_chosen(seed: OfficeSeed) -> None:
    made = edit.with_value(seed, "kind", "advice", "default", True)
    assert [item.data.get("default") for item in items_of(made, "kind")] == [None, True]


def test_what_is_empty_is_not_kept_but_nowhere_and_no_are(seed: OfficeSeed) -> None:
    made = edit.with_value(seed, "step", "solve", "from", [])
    assert "from" not in items_of(made, "step")[0].data
    made = edit.with_value(seed, "step", "solve", "on", [])
    assert items_of(made, "step")[0].data["on"] == []
    made = edit.with_value(seed, "status", "new", "pause", False)
    assert items_of(made, "status")[0].data["pause"] is False


def test_items_move_within_their_ends(seed: OfficeSeed) -> None:
    assert [item.code for item in items_of(edit.moved(seed, "kind", "advice", -5), "kind")] == ["advice", "request"]
    assert edit.moved(seed, "kind", "advice", 3) == seed


def test_a_copy_stands_behind_and_is_nobodys_default(seed: OfficeSeed) -> None:
    made, code = edit.duplicated(seed, "kind", "request", "Request too")
    assert [item.code for item in items_of(made, "kind")] == ["request", code, "advice"]
    assert "default" not in items_of(made, "kind")[1].data


def test_both_changes_stay_where_they_do_not_meet(seed: OfficeSeed) -> None:
    mine = edit.relabelled(replace(seed, name="Mine"), "kind", "advice", "Hint")
    theirs = edit.added(edit.relabelled(seed, "kind", "request", "Order"), "kind", Item("idea", "Idea", 9))
    made, clashes = edit.rebased(seed, mine, theirs)
    assert made.name == "Mine"
    assert [item.label for item in items_of(made, "kind")] == ["Order", "Hint", "Idea"]
    assert clashes == []


def test_mine_stays_where_both_changed_it(seed: OfficeSeed) -> None:
    mine = edit.relabelled(seed, "kind", "advice", "Hint")
    theirs = edit.removed(edit.relabelled(seed, "kind", "advice", "Tip"), "system", "wifi")
    made, clashes = edit.rebased(seed, mine, theirs)
    assert [item.label for item in items_of(made, "kind")] == ["Request", "Hint"]
    assert [item.code for item in items_of(made, "system")] == ["net"]
    assert clashes == [("kind", "advice")]


def test_what_i_removed_is_gone_and_my_order_stands(seed: OfficeSeed) -> None:
    mine = edit.moved(edit.removed(seed, "system", "wifi"), "kind", "request", 1)
    theirs = edit.added(seed, "kind", Item("idea", "Idea"))
    made, _ = edit.rebased(seed, mine, theirs)
    assert [item.code for item in items_of(made, "kind")] == ["advice", "request", "idea"]
    assert [item.code for item in items_of(made, "system")] == ["net"]


def test_a_draft_is_plain_json_without_other_settings(seed: OfficeSeed) -> None:
    text = json.dumps(edit.to_json(seed))
    assert "recovery" not in text
    assert edit.from_json(json.loads(text), seed) == seed


def test_what_is_used_stays_in_its_place_and_lets_go_of_what_is_gone(seed: OfficeSeed) -> None:
    new = with_items(with_items(seed, "system", ()), "kind", [Item("idea", "Idea")])
    made = kept(seed, new, lambda section, code: (section, code) in {("system", "wifi"), ("kind", "request")})
    assert [(item.code, item.retired) for item in items_of(made, "kind")] == [("request", True), ("idea", False)]
    [wifi] = items_of(made, "system")
    assert (wifi.retired, wifi.parent, wifi.id) == (True, "", 5)
    assert made.settings == {"recovery": "x"}


def test_what_names_an_item_is_found(seed: OfficeSeed) -> None:
    assert [item.code for _, item in named_by(seed, "status", "new")] == ["solve"]
    assert [item.code for _, item in named_by(seed, "system", "net")] == ["wifi"]


def test_a_tuple_is_no_other_thing_than_a_list(seed: OfficeSeed) -> None:
    step = replace(items_of(seed, "step")[0], data={"verb": "solve", "from": ("new",), "kinds": ("advice",)})
    assert differences(seed, with_items(seed, "step", [step])) == []
