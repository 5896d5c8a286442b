"""What the callers of a sample office call about, and what the registration writes down."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from desk_app.demo.cast import Caller
from desk_app.demo.texts import Filling, Template, Texts
from desk_app.domain import approvals
from desk_app.domain.office import Item, Office
from desk_app.domain.questions import Question, questions_for
from desk_app.domain.tickets import Ticket

CHANNELS: Final = {"phone": 60, "email": 24, "portal": 40, "in-person": 7}
"""How often people call by each channel."""
SELDOM: Final = 5
ADVICE: Final = {"question": 0.75}
"""How often a call of a type is a consultation; any other is less often."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is registered: `raw` are the fields of the ticket, `solution` what will help."""

    raw: Mapping[str, Any]
    solution: str
    caller: Caller
    advice: bool
    on_site: bool
    chain: tuple[Item, ...]
    estimate: tuple[int, int]
    """Working minutes that its service is said to take, or what work usually takes."""


class Calls:
    """Makes up calls that fit the office's catalogue."""

    def __init__(self, dice: random.Random, office: Office, texts: Texts) -> None:
        self._dice = dice
        self._office = office
        self._texts = texts
        known = [t for t in texts.templates if t.type in office.choices("type")]
        self._templates = known or list(texts.templates)
        converted = [step.kinds for step in office.steps if step.verb == "convert"]
        self._advice = next((kind for kinds in converted for kind in sorted(kinds)), "")
        self._usual = office.choices("kind").usual

    def template(self) -> Template:
        """Return what somebody asks for; what has to be agreed is asked for half as often."""
        template = self._dice.choice(self._templates)
        if self._dice.random() < 0.5 and self._chain(template):
            template = self._dice.choice(self._templates)
        return template

    def top(self, template: Template) -> str:
        """Return the system at the top of the tree that `template` is about."""
        systems, system = self._office.choices("system"), template.system
        while system in systems and systems[system].parent:
            system = systems[system].parent
        return system

    def call(self, template: Template, caller: Caller, arrived: datetime) -> Call:
        """Return the call of `arrived`."""
        filling = Filling(self._texts.slots, self._dice)
        filling["day"] = f"{arrived - timedelta(days=self._dice.randint(1, 6)):%d.%m}"
        service = self._office.choices("service").get(template.service)
        kind = self._kind(template, service)
        advice = kind == self._advice
        raw: dict[str, Any] = {
            "kind": kind,
            "description": template.problem.format_map(filling),
            "additional_info": filling["extra"],
            "requester": caller.parts(),
            "received_at": arrived.isoformat(),
            "priority": self._priority(),
            **self.channel("phone" if advice else self._channel()),
            **self._codes(template),
        }
        questions = questions_for(self._office, kind, raw.get("type", ""), service.code)
        answers = {asked.code: self._answer(asked, filling, arrived) for asked in questions}
        raw["answers"] = {code: value for code, value in answers.items() if value is not None}
        estimate = (int(service.data.get("estimate_min", 15)), int(service.data.get("estimate_max", 480)))
        on_site = not advice and raw.get("mode") not in (None, self._office.choices("mode").first)
        solution = template.solution.format_map(filling)
        return Call(raw, solution, caller, advice, on_site, self._chain(template), estimate)

    def channel(self, code: str) -> dict[str, str]:
        """Return the channel as a registration gives it; nothing where the office has none like it."""
        return {"channel": code} if code in self._office.choices("channel") else {}

    def _codes(self, template: Template) -> dict[str, str]:
        modes = [item.code for item in self._office.choices("mode")]
        mode = self._dice.choices(modes, [9, *[1] * (len(modes) - 1)])[0] if modes else ""
        given = {"type": template.type, "system": template.system, "service": template.service, "mode": mode}
        return {section: code for section, code in given.items() if code in self._office.choices(section)}

    def _kind(self, template: Template, service: Item) -> str:
        given = service.data.get("kind") and template.type not in ADVICE
        if self._advice and not given and self._dice.random() < ADVICE.get(template.type, 0.15):
            return self._advice
        return str(service.data.get("kind") or self._usual)

    def _channel(self) -> str:
        codes = [item.code for item in self._office.choices("channel")]
        return self._dice.choices(codes, [CHANNELS.get(code, SELDOM) for code in codes])[0] if codes else ""

    def _priority(self) -> str | None:
        """Return a priority; mostly the usual one."""
        items = tuple(self._office.choices("priority"))
        weights = [85 if item.data.get("default") else 8 for item in items]
        return self._dice.choices(items, weights)[0].code if items else None

    def _chain(self, template: Template) -> tuple[Item, ...]:
        type_, service = (
            code if code in self._office.choices(section) else ""
            for section, code in (("type", template.type), ("service", template.service))
        )
        about = Ticket("", datetime.min.replace(tzinfo=UTC), "", type_, "", "", service=service)
        return approvals.chain(self._office, about)

    def _answer(self, asked: Question, filling: Filling, arrived: datetime) -> Any:
        """Return what is said to a question; None where it stays open."""
        if not asked.required and self._dice.random() < 0.3:
            return None
        known = self._texts.answers.get(asked.code, ())
        match asked.type:
            case "flag":
                return True if self._dice.random() < 0.3 else None
            case "choice":
                return self._dice.choice(asked.choices)
            case "number":
                return int(self._dice.choice(known or ("1", "2", "5")))
            case "day":
                return str(arrived.date() + timedelta(days=int(self._dice.choice(known or ("0", "-1", "-3")))))
        return self._dice.choice(known).format_map(filling) if known else "—" if asked.required else None
