"""When people of a sample office work, and when its callers call."""

import random
from datetime import date, datetime, timedelta
from typing import Final

from desk_app.domain.calendars import WEEKDAYS, NoCalendar
from desk_app.domain.office import Office

DAY_WEIGHTS: Final = (1.3, 1.1, 1.0, 1.0, 0.8, 0.3, 0.3)
"""How many call on the first day of the working week, on the second, and so on."""
MONTH_WEIGHTS: Final = {6: 0.8, 7: 0.5, 8: 0.8, 9: 1.5, 10: 1.1, 12: 1.2}
HOUR_WEIGHTS: Final = {8: 0.8, 9: 1.4, 10: 1.6, 11: 1.3, 12: 0.6, 13: 0.7, 14: 1.2, 15: 1.1, 16: 0.8, 17: 0.3}
HALF_YEAR: Final = 183
"""How far back a sample office goes, in days."""

Span = tuple[datetime, datetime]


class Hours:
    """The working hours of an office. Everything given and taken is aware."""

    def __init__(self, office: Office) -> None:
        self._calendar = office.calendar
        self._zone = office.zone
        days = [day for day, spans in office.week.items() if spans]
        self._places = {WEEKDAYS.index(day): place for place, day in enumerate(days)}

    def spans(self, day: date) -> list[Span]:
        """Return the working intervals of a local day, half-open; by the week alone where its year has no calendar."""
        try:
            return list(self._calendar.spans(day))
        except NoCalendar:
            usual = self._calendar.week.get(WEEKDAYS[day.weekday()], ())
            return [(self._calendar.moment(day, one.start), self._calendar.moment(day, one.end)) for one in usual]

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
        weights = [self._busy(day) * MONTH_WEIGHTS.get(day.month, 1.0) for day in days]
        found: list[datetime] = []
        while days and len(found) < count:
            for day in dice.choices(days, weights, k=count - len(found)):
                call = self._call(dice, day)
                if call < now - timedelta(minutes=5):
                    found.append(call)
        return sorted(found)

    def _busy(self, day: date) -> float:
        return DAY_WEIGHTS[self._places.get(day.weekday(), len(DAY_WEIGHTS) - 1)]

    def _call(self, dice: random.Random, day: date) -> datetime:
        starts = [
            start + timedelta(minutes=minute)
            for start, end in self.spans(day)
            for minute in range(0, int((end - start).total_seconds()) // 60, 15)
        ]
        quarter = dice.choices(starts, [HOUR_WEIGHTS.get(s.astimezone(self._zone).hour, 0.4) for s in starts])[0]
        return quarter + timedelta(seconds=dice.randrange(15 * 60))
