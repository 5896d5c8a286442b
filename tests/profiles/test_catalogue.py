"""The catalogue of a profile: what cannot work is refused by name."""

import pytest

from desk_app import profiles
from desk_app.domain.errors import BadInput
from desk_app.resources import resource

WRONG = [
    ("service-catalogue", 'sort = "contractor"', 'sort = "robot"', "robot"),
    ("service-catalogue", "level = 3", "level = 30", "30"),
    ("two-line", 'status = "line-2"', 'status = "waiting"', "waiting"),
    ("two-line", 'status = "line-2"', 'status = "limbo"', "limbo"),
    ("service-catalogue", 'chain = ["unit-letter"]', 'chain = ["godfather"]', "godfather"),
    ("service-catalogue", 'chain = ["unit-letter"]', 'chain = ["hr", "unit-letter", "hr"]', "twice"),
    ("service-catalogue", 'line = "units"', 'line = "moon"', "moon"),
    ("service-catalogue", 'type = "guidance"\n', 'type = "wish"\n', "wish"),
    ("two-line", 'kind = "consultation"\ntype = "question"', 'kind = "chat"\ntype = "question"', "chat"),
    ("service-catalogue", "estimate_min = 2\n", "estimate_min = 20\n", "Change places"),
    ("service-catalogue", "estimate_min = 2\n", "estimate_min = 0\n", "estimate_min"),
    ("service-catalogue", 'code = "approve"\n', 'code = "approve"\nverb = "resume"\n', "approve"),
    ("service-catalogue", '"letter_date", "scan"]', '"letter_date", "stamp"]', "stamp"),
    ("service-catalogue", 'by = ["supervisor"]', 'by = ["king"]', "king"),
    ("service-catalogue", 'by = ["supervisor"]', 'by = ["unit-expert"]', "approve"),
    ("two-line", 'type = "day"', 'type = "week"', "week"),
    ("two-line", 'types = ["error", "data"]', 'types = ["error", "dream"]', "dream"),
    ("two-line", 'services = ["data-correction"]', 'services = ["magic"]', "magic"),
    ("two-line", 'choices = ["Chrome", "Firefox",', 'choices = ["Chrome", "Chrome",', "twice"),
    ("two-line", 'type = "choice"', 'type = "line"', "choice"),
    ("service-catalogue", 'code = "channel-portal"', 'code = "channel-pigeon"', "channel-pigeon"),
    ("two-line", "at_most = 10", "at_most = 10\nat_least = 1", "at_least"),
    ("two-line", 'verb = "solve"\n', 'verb = "verify"\n', "rework"),
    ("two-line", 'code = "rework"\n', 'code = "rework"\nverb = "escalate"\n', "rework"),
    ("two-line", 'from = ["verification"]\nto = "line-2"', 'from = ["verification"]\nto = "closed"', "lead on"),
    ("two-line", 'from = ["verification"]\nto = "solved"', 'from = ["verification"]', "leads to it"),
    ("service-catalogue", 'services = ["guidance"]', 'services = ["magic"]', "magic"),
    ("service-catalogue", 'start = "agreement"', 'start = "limbo"', "limbo"),
]


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a shipped profile with one piece of its text replaced, and returns its path."""

    def write(code, old, new):
        text = resource("profiles", f"{code}.toml").read_text("utf-8")
        assert old in text
        path = tmp_path / "own.toml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return write


@pytest.mark.parametrize(("code", "old", "new", "reason"), WRONG)
def test_what_cannot_work_is_refused_by_name(written, code, old, new, reason):
    with pytest.raises(BadInput) as refused:
        profiles.load(written(code, old, new), "ru")
    assert reason in str(refused.value)
    assert refused.value.field == "profile"


def test_limits_need_working_hours(written):
    path = written("operator", "mon = [", "sat = [")
    text = path.read_text("utf-8")
    hours = text[text.index("[week]") : text.index("[journal]")]
    path.write_text(text.replace(hours, "[week]\nmon = []\n"), "utf-8")
    with pytest.raises(BadInput, match="working hours"):
        profiles.load(path, "ru")


def test_somebody_must_be_there_to_work(written):
    path = written("service-catalogue", 'label = { ru = "Эксперты управления"', 'sort = "unit"\nlabel = { ru = "Эк"')
    text = path.read_text("utf-8").replace('code = "units"\n', 'code = "units"\nsort = "unit"\n', 1)
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match="line, sort"):
        profiles.load(path, "ru")
