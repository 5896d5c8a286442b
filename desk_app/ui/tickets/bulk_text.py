"""What is said about many tickets at once: which steps there are, what cannot be done and why."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from desk_app.domain.errors import UserError
from desk_app.domain.office import Office, Person, Step
from desk_app.i18n import explain, trn

if TYPE_CHECKING:
    from desk_app.services.bulk import Refused

FIRST: Final = ("assign", "solve", "close")
"""The steps that stand as buttons when there are several tickets."""
_SINGLE: Final = frozenset({"convert"})
"""Steps that make no sense for many."""


def steps_for_many(office: Office, person: Person) -> list[Step]:
    """Return one step of each verb that `person` may take with several tickets, the usual ones first."""
    found: dict[str, Step] = {}
    for step in office.steps:
        if step.verb not in _SINGLE and office.may(person, step.verb):
            found.setdefault(step.verb, step)
    first = [found.pop(verb) for verb in FIRST if verb in found]
    return [*first, *found.values()]


def required(office: Office, verb: str) -> set[str]:
    """Return what some ticket may need an answer to before it takes `verb`."""
    return {key for step in office.steps if step.verb == verb for key in step.requires}


def grouped(refused: "Iterable[Refused]", step: Step) -> list[tuple[str, list[str]]]:
    """Return each reason with the numbers of the tickets it holds for, the most frequent one first."""
    groups: dict[str, list[str]] = {}
    for one in refused:
        groups.setdefault(_reason(one.why, step), []).append(one.number)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def told(groups: Sequence[tuple[str, list[str]]]) -> str:
    """Return `groups` as text to read and to copy."""
    return "\n\n".join(
        f"{trn('{n} ticket', '{n} tickets', len(numbers))}: {reason}\n{', '.join(numbers)}"
        for reason, numbers in groups
    )


def _reason(why: UserError, step: Step) -> str:
    """Return why not, with the step called as the office calls it."""
    if "verb" not in why.params:
        return explain(why)
    return explain(UserError(why.template, **{**why.params, "verb": step.label}))
