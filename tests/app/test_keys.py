"""Keys a person may change: what is taken, what is refused, and what a broken setting does."""

import pytest
from PySide6.QtGui import QKeySequence

from desk_app.app.actions import ACTIONS
from desk_app.app.keys import FIXED, FIXED_GROUPS, SETTING, KeyMap, latin
from desk_app.app.settings import Settings
from desk_app.domain.errors import BadInput

SPECS = {spec.id: spec for spec in ACTIONS}


@pytest.fixture
def keys(tmp_path):
    return KeyMap(Settings(tmp_path / "settings.json"))


def test_no_two_actions_share_keys_and_none_is_ctrl_alt():
    used = [key for spec in ACTIONS for key in spec.keys]
    assert len(used) == len(set(used))
    assert not [key for key in used if "Ctrl" in key and "Alt" in key]
    assert all(fixed.group in FIXED_GROUPS for fixed in FIXED)


def test_changed_keys_are_kept(tmp_path, keys):
    keys.change(SPECS["refresh"], QKeySequence("Ctrl+R"))
    again = KeyMap(Settings(tmp_path / "settings.json"))
    assert again.of(SPECS["refresh"]) == ("Ctrl+R",)
    assert again.is_own(SPECS["refresh"])
    again.reset(SPECS["refresh"])
    assert KeyMap(Settings(tmp_path / "settings.json")).of(SPECS["refresh"]) == SPECS["refresh"].keys


@pytest.mark.parametrize(
    ("pressed", "word"),
    [
        ("F2", "New call"),
        ("F8", "next step"),
        ("Ctrl+Alt+R", "types letters"),
        ("R", "typing"),
        ("Shift+R", "typing"),
        ("Tab", "move about"),
        ("Ctrl+Return", "move about"),
        ("", "Press"),
    ],
)
def test_keys_that_will_not_do_are_refused_with_a_reason(keys, pressed, word):
    with pytest.raises(BadInput, match=word):
        keys.change(SPECS["refresh"], QKeySequence(pressed))
    assert keys.of(SPECS["refresh"]) == SPECS["refresh"].keys


def test_a_russian_layout_gives_the_latin_letter_of_the_same_key(keys):
    assert latin(QKeySequence("Ctrl+К")) == "Ctrl+R"
    assert latin(QKeySequence("Ctrl+Shift+Й")) == "Ctrl+Shift+Q"
    assert latin(QKeySequence("F5")) == "F5"


def test_what_was_given_away_is_not_taken_back_by_force(keys):
    keys.change(SPECS["refresh"], QKeySequence("Ctrl+R"))
    keys.change(SPECS["pane"], QKeySequence("F5"))
    with pytest.raises(BadInput, match="already"):
        keys.reset(SPECS["refresh"])
    keys.reset_all()
    assert keys.of(SPECS["refresh"]) == ("F5",)


@pytest.mark.parametrize(
    "kept", [[], "x", {"refresh": "F5"}, {"refresh": [5]}, {"refresh": ["Ctrl+Alt+A"]}, {"no": ["F5"]}, {"refresh": []}]
)
def test_odd_settings_fall_back_to_the_programs_keys(tmp_path, kept):
    settings = Settings(tmp_path / "settings.json")
    settings.set(SETTING, kept)
    assert KeyMap(settings).of(SPECS["refresh"]) == SPECS["refresh"].keys
