"""An office written as a profile is read as the same office again."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.office import Item
from desk_app.domain.office_change import items_of, with_items
from desk_app.profiles import load, shipped
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
