"""A thin hand on the CP-SAT solver: yes-or-no variables, whole numbers, sums between bounds, a cost to make small.

It uses the solver's own bindings and not the convenience layer above them, which would bring pandas and numpy along.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeAlias

from ortools.sat.python import cp_model_helper as sat

NO: Final = 0
YES: Final = 1
"""The variables that are constants."""
Terms: TypeAlias = Iterable[tuple[int, int]]
"""Pairs of a factor and a variable."""


class Model:
    """Variables are numbers. `cost` collects what the solver makes small."""

    def __init__(self) -> None:
        self._proto = sat.CpModelProto()
        self.cost: dict[int, int] = {}
        for value in (NO, YES):
            self.number(value, value)

    def number(self, low: int, high: int) -> int:
        """Return a new whole number between two bounds, included."""
        self._proto.variables.add().domain.extend([low, high])
        return len(self._proto.variables) - 1

    def choice(self) -> int:
        """Return a new yes or no."""
        return self.number(0, 1)

    def between(self, low: int | None, terms: Terms, high: int | None) -> None:
        """Ask a sum to lie between two bounds, included; None is no bound."""
        sums: dict[int, int] = {}
        for factor, variable in terms:
            sums[variable] = sums.get(variable, 0) + factor
        sums.pop(NO, None)
        fixed = sums.pop(YES, 0)
        linear = self._proto.constraints.add().linear
        linear.vars.extend(sums.keys())
        linear.coeffs.extend(sums.values())
        linear.domain.extend([-_FAR if low is None else low - fixed, _FAR if high is None else high - fixed])

    def add_cost(self, factor: int, variable: int) -> None:
        """Let a variable cost `factor` for each of it."""
        self.cost[variable] = self.cost.get(variable, 0) + factor

    def cheaper_than(self, bound: int) -> None:
        """Ask for a cost of at most `bound`."""
        self.between(None, [(factor, variable) for variable, factor in self.cost.items()], bound)

    def solve(
        self, effort: "Effort", hint: Mapping[int, int], run: "Run", found: Callable[["Answer"], object] | None = None
    ) -> "Answer":
        """Search for as long as `effort` says, beginning at `hint`.

        `run` can stop it, `found` hears of every better answer on the way.
        """
        if not effort.any:
            self._proto.objective.vars.extend(self.cost.keys())
            self._proto.objective.coeffs.extend(self.cost.values())
        self._proto.solution_hint.vars.extend(hint.keys())
        self._proto.solution_hint.values.extend(hint.values())
        wrapper = sat.SolveWrapper()
        wrapper.set_parameters(effort.parameters())
        told = _Told(found) if found else None  # the solver keeps no reference of its own
        if told is not None:
            wrapper.add_solution_callback(told)
        with run.while_solving(wrapper):
            answer = wrapper.solve(self._proto)  # type: ignore[no-untyped-call]
        if told is not None:
            wrapper.clear_solution_callback(told)
        return Answer.of(answer)


_FAR: Final = 1 << 40


@dataclass
class Effort:
    """How long to search: `work` is the solver's own measure, equal on every machine; `seconds` is only a cap.

    With `any` the first answer is enough, whatever it costs: clauses find one where sums would only weigh.
    """

    work: float
    seconds: float
    seed: int = 1
    any: bool = False

    def parameters(self) -> "sat.SatParameters":
        """Return what the solver is told: one thread, so that the same seed gives the same answer."""
        made = sat.SatParameters()
        made.max_deterministic_time = self.work
        made.max_time_in_seconds = max(0.01, self.seconds)
        made.random_seed = self.seed
        made.num_workers = 1
        made.cp_model_probing_level = 0
        made.symmetry_level = 0
        made.linearization_level = 0 if self.any else 2
        made.stop_after_first_solution = self.any
        return made


@dataclass(frozen=True)
class Answer:
    """`values` by variable, empty when nothing was found; `best` when nothing is better, `impossible` when nothing is.

    `work` is what it took, in the solver's own measure.
    """

    values: Sequence[int]
    cost: int
    best: bool
    impossible: bool
    work: float

    @classmethod
    def of(cls, said: "sat.CpSolverResponse") -> "Answer":
        """Return what the solver said."""
        status = said.status
        return cls(
            list(said.solution),
            round(said.objective_value),
            status == sat.CpSolverStatus.OPTIMAL,
            status in (sat.CpSolverStatus.INFEASIBLE, sat.CpSolverStatus.MODEL_INVALID),
            said.deterministic_time,
        )


class Run:
    """Searches that belong together: one `stop` ends them all, and those that begin later."""

    def __init__(self) -> None:
        self.stopped = False
        self._running: set[sat.SolveWrapper] = set()
        self._lock = Lock()

    def stop(self) -> None:
        """End every search soon; each still gives the best it has."""
        with self._lock:
            self.stopped = True
            for wrapper in self._running:
                wrapper.stop_search()

    @contextmanager
    def while_solving(self, wrapper: "sat.SolveWrapper") -> Iterator[None]:
        """Let `stop` reach a search meanwhile."""
        with self._lock:
            self._running.add(wrapper)
            if self.stopped:
                wrapper.stop_search()
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(wrapper)


class _Told(sat.SolutionCallback):
    def __init__(self, found: Callable[[Answer], object]) -> None:
        super().__init__()
        self._found = found

    def OnSolutionCallback(self) -> None:  # noqa: N802 - the solver calls it by this name
        self._found(Answer.of(self.Response()))  # type: ignore[no-untyped-call]
