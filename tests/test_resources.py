"""The program finds its files, and they are what prints and windows need."""

import xml.etree.ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from desk_app.resources import resource, resources_root

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
KAZAKH = "әғқңөұүһі"
PERSIAN = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی۰۱۲۳۴۵۶۷۸۹"
ICONS = sorted(resource("icons").glob("*.svg"))


def letters(font):
    return {chr(code) for code in TTFont(resource("fonts", font)).getBestCmap()}


@pytest.mark.parametrize("font", ["PTSans-Regular.ttf", "PTSans-Bold.ttf"])
def test_the_print_font_has_russian_and_kazakh_letters(font):
    wanted = RUSSIAN + RUSSIAN.upper() + KAZAKH + KAZAKH.upper() + "№«»—–…“”₽"
    assert not set(wanted) - letters(font)


@pytest.mark.parametrize("font", ["Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf"])
def test_the_persian_font_has_persian_letters(font):
    assert not set(PERSIAN) - letters(font)


@pytest.mark.parametrize("font", sorted(path.name for path in resource("fonts").glob("*.ttf")))
def test_every_font_is_static_embeddable_and_under_the_open_licence(font):
    read = TTFont(resource("fonts", font))
    assert "fvar" not in read
    assert read["OS/2"].fsType == 0
    assert "Open Font License" in read["name"].getDebugName(13)
    licence = resource("fonts", f"OFL-{font.partition('-')[0]}.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.stem)
def test_every_icon_is_a_picture_that_takes_the_colour_of_its_text(icon):
    root = ET.parse(icon).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert icon.stem == "desk-app" or root.get("stroke") == "currentColor"


def test_there_are_icons_and_their_licence():
    assert len(ICONS) > 90
    assert "MIT License" in resource("icons", "LICENSE-tabler.txt").read_text("utf-8")


def test_a_wheel_carries_its_resources_inside_the_package(tmp_path):
    inside, beside = tmp_path / "desk_app" / "_resources", tmp_path / "resources"
    inside.mkdir(parents=True)
    beside.mkdir()
    assert resources_root(tmp_path / "desk_app") == inside


def test_a_source_tree_has_its_resources_beside_the_package(tmp_path):
    (tmp_path / "resources").mkdir()
    assert resources_root(tmp_path / "desk_app") == tmp_path / "resources"


def test_a_program_without_resources_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="Install it again"):
        resources_root(tmp_path / "desk_app")
