"""What a profile says around acts and the error form."""

import pytest

from desk_app.domain.errors import BadInput
from desk_app.profiles import load
from desk_app.profiles.prints import prints_of


def say(value, where):
    return value["en"] if isinstance(value, dict) else value


def test_the_texts_are_those_of_the_office_language():
    assert load("two-line", "en").settings["acts"]["repeated"]["types"] == ["error"]
    russian = load("two-line", "ru").settings
    assert russian["acts"]["data-changes"]["signers"][0] == "Консультант 2 линии (ФИО)"
    assert russian["error_form"]["form"] == "Приложение 1 к Регламенту"


def test_an_office_need_not_say_anything():
    assert prints_of({}, say) == {}


@pytest.mark.parametrize(
    "told",
    [
        {"acts": "x"},
        {"acts": {"monthly": {}}},
        {"acts": {"repeated": {"titel": "x"}}},
        {"acts": {"data-changes": {"types": ["error"]}}},
        {"acts": {"repeated": {"at_least": 1}}},
        {"acts": {"repeated": {"signers": "x"}}},
        {"error_form": {"basis": "x"}},
    ],
)
def test_what_is_not_understood_is_refused(told):
    with pytest.raises(BadInput):
        prints_of(told, say)
