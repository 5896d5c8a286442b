"""Profiles: what is shipped works, and what cannot work is refused by name."""

import pytest

from desk_app import profiles
from desk_app.domain.errors import BadInput, Unavailable
from desk_app.domain.journal import COLUMNS
from desk_app.domain.office import Meaning, Office
from desk_app.i18n import LANGUAGES, lookup, use
from desk_app.profiles.rules import SETTLED, dead_ends
from desk_app.resources import resource

CODES = ("municipal", "operator", "service-catalogue", "situation-centre", "two-line")
SHIPPED = [(code, language) for code in CODES for language in LANGUAGES]


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a shipped profile with one piece of its text replaced, and returns its path."""

    def write(old, new, code="situation-centre"):
        text = resource("profiles", f"{code}.toml").read_text("utf-8")
        assert old in text
        path = tmp_path / "own.toml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return write


def test_every_shipped_profile_is_offered_with_two_lines():
    offered = profiles.shipped("ru")
    assert tuple(profile.code for profile in offered) == CODES
    for profile in offered:
        assert len(profile.about.splitlines()) == 2
        assert set(profile.languages) == set(LANGUAGES)


def test_a_language_nobody_wrote_is_offered_in_another():
    assert profiles.shipped("fa")[0].name == profiles.shipped("ru")[0].name


@pytest.mark.parametrize(("code", "language"), SHIPPED)
def test_a_shipped_profile_is_whole(code, language):
    office = Office.of(profiles.load(code, language))
    assert (office.profile, office.language, office.name != "") == (code, language, True)
    for section, choices in office.sections.items():
        labels = [item.label for item in choices]
        assert all(labels), section
        if section in ("kind", "status", "type", "channel", "priority", "system", "line", "role", "field", "column"):
            assert len({label.casefold() for label in labels}) == len(labels), section
    assert len(office.week) == 5
    assert all(office.week.values())
    assert not list(dead_ends(office))


@pytest.mark.parametrize("code", CODES)
def test_both_languages_tell_the_same_office(code):
    russian, english = (profiles.load(code, language) for language in LANGUAGES)
    assert [(section, item.code) for section, item in russian.items] == [
        (section, item.code) for section, item in english.items
    ]
    assert (russian.week, russian.number_template) == (english.week, english.number_template)
    cyrillic = [item.label for _, item in english.items if any("а" <= letter <= "я" for letter in item.label.lower())]
    assert not cyrillic


@pytest.mark.parametrize("code", CODES)
def test_what_is_closed_can_be_opened_again(code):
    office = Office.of(profiles.load(code, "ru"))
    for status in office.choices("status"):
        if status.meaning in (*SETTLED, Meaning.SOLVED):
            assert any(step.verb == "reopen" and status.code in step.sources for step in office.steps)


@pytest.mark.parametrize("code", CODES)
def test_every_open_status_has_one_obvious_step(code):
    office = Office.of(profiles.load(code, "ru"))
    for status in office.choices("status"):
        if status.meaning not in SETTLED:
            assert any(step.primary and status.code in step.sources for step in office.steps), status.code


def test_an_office_may_be_given_its_own_name():
    assert profiles.load("municipal", "ru", "Управа").name == "Управа"


def test_an_office_may_write_its_own_profile(written):
    path = written('label = { ru = "Лично", en = "In person" }', 'label = "На приёме"')
    for language in LANGUAGES:
        office = Office.of(profiles.load(path, language))
        assert office.choices("channel").label("in-person") == "На приёме"
    assert profiles.load(str(path), "ru").profile == "situation-centre"


WRONG = [
    ('meaning = "solved"', 'meaning = "finished"', "finished"),
    ('meaning = "solved"\n', "", "meaning"),
    ('from = ["developer"]', 'from = ["programmer"]', "programmer"),
    ('to = "developer"', 'to = "programmer"', "programmer"),
    ('start = "feedback"', 'start = "limbo"', "limbo"),
    ('requires = ["reason"]', 'requires = ["mood"]', "mood"),
    ('code = "hand-over"', 'code = "teleport"', "teleport"),
    ('parent = "school"', 'parent = "university"', "university"),
    ('code = "school"\n', 'code = "school"\nparent = "school-journal"\n', "within itself"),
    ('code = "approve"\n', 'code = "approve"\nkinds = ["wish"]\n', "wish"),
    ('rights = ["*"]', 'rights = ["register"]', "every right"),
    ('"close", "reopen"', '"close", "fly"', "fly"),
    ('code = "solved_on"', 'code = "solved_by"', "solved_by"),
    (
        'code = "phone"\nlabel = { ru = "Телефон", en = "Phone" }\n[[channel]]',
        'code = "email"\nlabel = "Почта"\n[[channel]]',
        "twice",
    ),
    ('code = "phone"', 'code = "The Phone"', "The Phone"),
    ('on = ["card"]', 'on = ["wall"]', "wall"),
    ('label = { ru = "Решен", en = "Solved" }', 'label = { en = "Solved" }', "solved"),
    ('label = { ru = "Решен", en = "Solved" }', "label = 5", "solved"),
    ('country = "RU"\n', "", "country"),
    ('country = "RU"', 'country = "RU"\ncolour = "red"', "colour"),
    ('code = "high"\n', 'code = "high"\ncolour = "red"\n', "colour"),
    ('number_template = "{year}-{seq:06}"', 'number_template = "{year}"', "{year}"),
    ('time_zone = "Asia/Yekaterinburg"', 'time_zone = "Asia/Atlantis"', "Atlantis"),
    ('time_zone = "Asia/Yekaterinburg"', 'time_zone = "../../etc/passwd"', "passwd"),
    ('mon = ["08:30-12:30", "13:30-17:00"]', 'mon = ["13:30-17:00", "08:30-12:30"]', "13:30-17:00"),
    ('mon = ["08:30-12:30", "13:30-17:00"]', 'mon = ["8-17"]', "8-17"),
    ('mon = ["08:30-12:30", "13:30-17:00"]', 'mon = "08:30-17:00"', "mon"),
    ("mon = [", "moonday = [", "moonday"),
    ("default = true", 'default = "yes"', "default"),
    ('title = { ru = "Журнал специалиста", en = "Specialist\'s journal" }\n', "", "journal.title"),
    ('code = "situation-centre"', "code = ", "TOML"),
]


@pytest.mark.parametrize(("old", "new", "reason"), WRONG)
def test_a_profile_that_cannot_work_is_refused_by_name(written, old, new, reason):
    with pytest.raises(BadInput) as refused:
        profiles.load(written(old, new), "ru")
    assert reason in str(refused.value)
    assert refused.value.field in ("profile", "number_template")


def test_a_status_without_a_way_out_is_refused(written):
    path = written('from = ["developer"]\nto = "in-work"', 'from = ["in-work"]\nto = "in-work"')
    text = path.read_text("utf-8").replace('"in-work", "feedback", "developer"]\nto', '"in-work", "feedback"]\nto')
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match="Передано разработчику"):
        profiles.load(path, "ru")


def test_a_status_nothing_leads_to_is_refused(written):
    path = written('to = "developer"', 'to = "feedback"')
    with pytest.raises(BadInput, match="leads to it"):
        profiles.load(path, "ru")


def test_a_profile_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match="municipal, operator, service-catalogue, situation-centre, two-line"):
        profiles.load("hospital", "ru")
    with pytest.raises(Unavailable, match=r"none\.toml"):
        profiles.load(tmp_path / "none.toml", "ru")
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "Центр"'.encode("cp1251"))
    with pytest.raises(BadInput, match="TOML"):
        profiles.load(latin, "ru")


def test_every_refusal_is_said_in_russian(written):
    use("ru")
    with pytest.raises(BadInput) as refused:
        profiles.load(written('meaning = "solved"', 'meaning = "finished"'), "ru")
    assert lookup(refused.value.template)


def test_the_print_has_every_column_a_profile_may_name():
    from desk_app.reports import journal

    assert set(COLUMNS) == set(journal._SHAPES)
