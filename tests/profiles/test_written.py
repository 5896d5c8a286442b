"""An office written as a profile is read as the same office again."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item
from desk_app.domain.office_change import SETTINGS, items_of, with_items
from desk_app.profiles import load, shipped
from desk_app.profiles.read import OPTIONAL
from desk_app.profiles.rules import check_seed
from desk_app.profiles.write import TomlProfiles

SHIPPED = [(profile.code, language) for profile in shipped("en") for language in profile.languages]
PROFILES = TomlProfiles()


def read_back(seed, tmp_path: Path):
    path = tmp_path / "office.toml"
    path.write_text(PROFILES.write(seed), "utf-8")
    return load(path, seed.language)


@pytest.mark.parametrize(("code", "language"), SHIPPED)
def test_every_shipped_profile_comes_back_as_it_went(code: str, language: str, tmp_path: Path) -> None:
    seed = load(code, language)
    assert read_back(seed, tmp_path) == seed


def test_what_people_type_survives(tmp_path: Path) -> None:
    seed = load("municipal", "ru")
    odd = 'Строка «один»\nи "два" \\ с [скобкой] = # знаком'
    lines = (*items_of(seed, "line"), Item("far", odd.replace("\n", " "), data={"contract": odd, "sort": "contractor"}))
    changed = with_items(replace(seed, name="“Имя” 'офиса'"), "line", lines)
    assert read_back(changed, tmp_path) == changed


def test_what_is_not_offered_any_more_is_written_and_read(tmp_path: Path) -> None:
    seed = load("municipal", "en")
    first, *rest = items_of(seed, "channel")
    retired = with_items(seed, "channel", (*rest, replace(first, data={**first.data, "retired": True})))
    assert read_back(retired, tmp_path) == retired


def test_files_of_services_are_left_out(tmp_path: Path) -> None:
    seed = load("municipal", "en")
    files = [{"sha256": "0" * 64, "name": "form.pdf", "size": 3}]
    with_files = with_items(seed, "service", (Item("mailbox", "A mailbox", data={"files": files}),))
    text = PROFILES.write(with_files)
    assert "sha256" not in text
    assert "form.pdf" not in text
    assert items_of(read_back(with_files, tmp_path), "service") == (Item("mailbox", "A mailbox"),)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    seed = load("municipal", "en")
    steps = [replace(item, data={**item.data, "to": "nowhere"}) if item.code in ("wait", "solve") else item
             for item in items_of(seed, "step")]  # fmt: skip
    deadlines = [replace(item, data={**item.data, "amount": 0}) for item in items_of(seed, "deadline")]
    wrong = with_items(with_items(seed, "step", steps), "deadline", deadlines)
    said = [str(problem) for problem in PROFILES.problems(wrong)]
    assert [text for text in said if "nowhere" in text and "solve" in text]
    assert [text for text in said if "nowhere" in text and "wait" in text]
    assert len([text for text in said if "amount" in text]) == len(deadlines)
    assert [text for text in said if "no step that leads to it" in text and "Done" in text]
    with pytest.raises(BadInput) as first:
        check_seed(wrong)
    assert str(first.value) == said[0]


def test_while_the_ground_is_wrong_the_rest_is_not_looked_at() -> None:
    seed = replace(load("municipal", "en"), time_zone="Nowhere/At all", number_template="{year}")
    assert len(PROFILES.problems(seed)) == 2


@pytest.mark.parametrize(("code", "language"), SHIPPED)
def test_nothing_is_wrong_with_what_is_shipped(code: str, language: str) -> None:
    assert PROFILES.problems(load(code, language)) == []


def test_settings_of_profiles_are_those_that_an_office_changes() -> None:
    assert set(OPTIONAL) == set(SETTINGS)
