"""What concerns everybody: coverage, trainees, an even share of what nobody likes."""

from collections.abc import Collection

from desk_app.domain.roster.evenness import UNEVEN
from desk_app.planner.model import NO, YES
from desk_app.planner.puzzle import Puzzle

Shifts = tuple[tuple[str, int], ...]


class TeamRules:
    """The counterpart of `domain.roster.coverage` and `evenness` for the solver."""

    def __init__(self, puzzle: Puzzle) -> None:
        self._puzzle, self._board, self._model = puzzle, puzzle.board, puzzle.model
        self._people = list(puzzle.board.ground.facts)

    def ask(self) -> None:
        """Add everything to the model."""
        self._cover()
        if any(facts.trainee for facts in self._board.ground.facts.values()):
            self._trainees()
        self._even()

    def _there(self, shifts: Shifts, people: Collection[int]) -> list[tuple[int, int]]:
        """Return the choices of which each puts one person on one of the shifts."""
        count, around = self._board.ground.count, self._board.frame.around
        found = []
        for code, place in shifts:
            for person in people:
                if 0 <= place < count:
                    choice = self._puzzle.shifts[person][place].get(code, NO)
                    if choice != NO:
                        found.append((1, choice))
                elif around.get((person, self._board.ground.day(place))) == code:
                    found.append((1, YES))
        return found

    def _cover(self) -> None:
        costs: dict[tuple[Shifts, int], tuple[int, int]] = {}
        for number, stretch in enumerate(self._board.stretches.all):
            if stretch.need or stretch.over:
                key = (self._board.fillers[number], stretch.need)
                short, over = costs.get(key, (0, 0))
                costs[key] = (short + stretch.short, over + stretch.over)
        for (shifts, need), (short, over) in costs.items():
            there = self._there(shifts, self._people)
            if short and need:
                missing = self._model.number(0, need)
                self._model.between(need, [*there, (1, missing)], None)
                self._model.add_cost(short, missing)
            if over and there:
                more = self._model.number(0, len(there))
                self._model.between(None, [*there, (-1, more)], need)
                self._model.add_cost(over, more)

    def _trainees(self) -> None:
        facts = self._board.ground.facts
        for shifts in self._board.meetings:
            skilled, learning = list[tuple[int, int]](), list[list[tuple[int, int]]]()
            for person, found in facts.items():
                skilled += self._there(tuple(shift for shift in shifts if shift[1] not in found.trainee), [person])
                if there := self._there(tuple(shift for shift in shifts if shift[1] in found.trainee), [person]):
                    learning.append(there)
            for there in learning:
                self._puzzle.hard(0, [*skilled, *((-1, choice) for _one, choice in there)], None)

    def _even(self) -> None:
        spread = self._board.frame.limits.spread
        if spread is None:
            return
        for name, people in self._board.groups.items():
            counts = {person: self._counts(name, person) for person in people}
            if not any(choice not in (NO, YES) for terms in counts.values() for _factor, choice in terms):
                continue
            past = {person: int(getattr(self._board.ground.facts[person].past, name)) for person in people}
            top = max(len(terms) for terms in counts.values()) + max(past.values())
            low, high, beyond = (self._model.number(0, top) for _ in range(3))
            for person, terms in counts.items():
                self._model.between(None, [*terms, (-1, high)], -past[person])
                self._model.between(-past[person], [*terms, (-1, low)], None)
            self._model.between(None, [(1, high), (-1, low), (-1, beyond)], spread)
            self._model.add_cost(UNEVEN, beyond)

    def _counts(self, name: str, person: int) -> list[tuple[int, int]]:
        ground, puzzle = self._board.ground, self._puzzle
        if name == "weekends":
            return [(1, week) for week in puzzle.weeks[person].values()]
        if name == "lates":
            end = ground.facts[person].limits.late_end
            shifts = (shift for day in puzzle.shifts[person] for shift in day.items())
            return [(1, choice) for code, choice in shifts if ground.kinds[code].end > end]
        places = ground.weekends if name == "weekend_days" else ground.free - ground.weekends
        return [(1, puzzle.work[person][place]) for place in sorted(places)]
