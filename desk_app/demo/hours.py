"""When people of a sample office work, and when its callers call."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_WEIGHTS: Final = (1.3, 1.1, 1.0, 1.0, 0.8, 0.3, 0.3)
MONTH_WEIGHTS: Final = {6: 0.8, 7: 0.5, 8: 0.8, 9: 1.5, 10: 1.1, 12: 1.2}
HOUR_WEIGHTS: Final = {8: 0.8, 9: 1.4, 10: 1.6, 11: 1.3, 12: 0.6, 13: 0.7, 14: 1.2, 15: 1.1, 16: 0.8, 17: 0.3}
HOLIDAYS: Final = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
HALF_YEAR: Final = 183
"""How far back a sample office goes, in days."""

Span = tuple[datetime, datetime]


class Hours:
    """The working hours of an office. Everything given and taken is aware."""

    def __init__(self, week: Mapping[str, tuple[str, ...]], zone: ZoneInfo) -> None:
        self._zone = zone
        self._week = {
            day: [(start, end) for start, _, end in (span.partition("-") for span in spans)]
            for day, spans in week.items()
        }

    def spans(self, day: date) -> list[Span]:
        """Return the working intervals of a local day, half-open."""
        if (day.month, day.day) in HOLIDAYS:
            return []
        return [(self._at(day, start), self._at(day, end)) for start, end in self._week.get(DAYS[day.weekday()], ())]

    def after(self, moment: datetime, minutes: int) -> datetime:
        """Return when `minutes` of working time have passed since `moment`."""
        day, left = moment.astimezone(self._zone).date(), timedelta(minutes=minutes)
        for _ in range(400):
            for start, end in self.spans(day):
                begun = max(start, moment)
                if begun + left < end:
                    return begun + left
                left -= max(end - begun, timedelta())
            day += timedelta(days=1)
        return moment + timedelta(minutes=minutes)

    def arrivals(self, dice: random.Random, count: int, now: datetime) -> list[datetime]:
        """Return `count` moments of calls in the half year until `now`, in order."""
        today = now.astimezone(self._zone).date()
        days = [today - timedelta(days=back) for back in range(HALF_YEAR)]
        days = [day for day in days if any(start < now for start, _ in self.spans(day))]
        weights = [DAY_WEIGHTS[day.weekday()] * MONTH_WEIGHTS.get(day.month, 1.0) for day in days]
        found: list[datetime] = []
        while days and len(found) < count:
            for day in dice.choices(days, weights, k=count - len(found)):
                call = self._call(dice, day)
                if call < now - timedelta(minutes=5):
                    found.append(call)
        return sorted(found)

    def _call(self, dice: random.Random, day: date) -> datetime:
        starts = [
            start + timedelta(minutes=minute)
            for start, end in self.spans(day)
            for minute in range(0, int((end - start).total_seconds()) // 60, 15)
        ]
        quarter = dice.choices(starts, [HOUR_WEIGHTS.get(s.astimezone(self._zone).hour, 0.4) for s in starts])[0]
        return quarter + timedelta(seconds=dice.randrange(15 * 60))

    def _at(self, day: date, clock: str) -> datetime:
        if clock == "24:00":
            return datetime.combine(day + timedelta(days=1), time(), self._zone).astimezone(UTC)
        return datetime.combine(day, time.fromisoformat(clock), self._zone).astimezone(UTC)
