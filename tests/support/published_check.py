"""A second opinion on a roster of a published shift-scheduling instance: reads the text itself, shares no code."""

from collections.abc import Sequence
from itertools import pairwise


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if line.startswith("SECTION_"):
            rows = found.setdefault(line.strip(), [])
        elif line.strip() and not line.startswith("#"):
            rows.append(line.strip().split(","))
    return found


def objective(text: str, roster: dict[str, Sequence[str]]) -> int:
    """Return the objective value of a roster. Raises AssertionError for a broken hard rule."""
    parts = _sections(text)
    horizon = int(parts["SECTION_HORIZON"][0][0])
    shifts = {row[0]: (int(row[1]), set("".join(row[2:]).split("|")) - {""}) for row in parts["SECTION_SHIFTS"]}
    assert set(roster) == {row[0] for row in parts["SECTION_STAFF"]}
    for row in parts["SECTION_STAFF"]:
        _person(row, roster[row[0]], horizon, shifts)
    for name, *days in parts.get("SECTION_DAYS_OFF", []):
        for day in days:
            assert roster[name][int(day)] == "", f"{name} is off on day {day}"
    return _cost(parts, roster)


def _person(row: list[str], days: Sequence[str], horizon: int, shifts: dict[str, tuple[int, set[str]]]) -> None:
    name, most_of, most, least, in_row, least_in_row, least_off, weekends = row
    assert len(days) == horizon, name
    assert set(days) <= {"", *shifts}, name
    for pair in most_of.split("|"):
        code, _, count = pair.partition("=")
        assert list(days).count(code) <= int(count), f"{name} has too many {code}"
    minutes = sum(shifts[day][0] for day in days if day)
    assert int(least) <= minutes <= int(most), f"{name} works {minutes} minutes"
    for today, tomorrow in pairwise(days):
        assert not today or tomorrow not in shifts[today][1], f"{name}: {tomorrow} after {today}"
    pattern = "".join("w" if day else "." for day in days)
    assert "w" * (int(in_row) + 1) not in pattern, f"{name} works too many days in a row"
    inner = pattern.strip(pattern[0]) if len(set(pattern)) > 1 else ""
    inner = inner.removesuffix(pattern[-1] * (len(inner) - len(inner.rstrip(pattern[-1]))))
    for run in inner.replace(".", " ").split():
        assert len(run) >= int(least_in_row), f"{name} works too few days in a row"
    for run in inner.replace("w", " ").split():
        assert len(run) >= int(least_off), f"{name} has too few days off together"
    worked = sum("w" in pattern[start : start + 2] for start in range(5, horizon, 7))
    assert worked <= int(weekends), f"{name} works on too many weekends"


def _cost(parts: dict[str, list[list[str]]], roster: dict[str, Sequence[str]]) -> int:
    cost = 0
    for name, day, code, weight in parts.get("SECTION_SHIFT_ON_REQUESTS", []):
        cost += int(weight) * (roster[name][int(day)] != code)
    for name, day, code, weight in parts.get("SECTION_SHIFT_OFF_REQUESTS", []):
        cost += int(weight) * (roster[name][int(day)] == code)
    for day, code, wanted, under, over in parts["SECTION_COVER"]:
        there = sum(days[int(day)] == code for days in roster.values())
        cost += max(0, int(wanted) - there) * int(under) + max(0, there - int(wanted)) * int(over)
    return cost
