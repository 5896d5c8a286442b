"""What happens to the tickets of a sample office: who does what with each of them, and when."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from desk_app.demo.cast import Caller, Cast
from desk_app.demo.hours import Hours
from desk_app.demo.texts import Filling, Template, Texts
from desk_app.domain.office import Office

NEW: Final = ("register", "arrive", "at-once")
"""Steps that make the ticket; the others go on with it."""

Step = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """What one person does at one moment (UTC), in one go."""

    at: datetime
    by: str
    steps: tuple[Step, ...]


class Teller:
    """Tells one story after another, each the acts of one ticket in order."""

    def __init__(self, dice: random.Random, office: Office, texts: Texts, cast: Cast, hours: Hours) -> None:
        self.dice = dice
        self.office = office
        self.texts = texts
        self.cast = cast
        self.hours = hours
        self._kinds = [item.code for item in office.choices("kind")]
        self._templates = [t for t in texts.templates if t.type in office.choices("type")] or list(texts.templates)

    def story(self, arrived: datetime) -> list[Act]:
        """Return what happens to the call of `arrived`."""
        template = self.dice.choice(self._templates)
        if self.dice.random() < 0.5 and self._approval(template):
            template = self.dice.choice(self._templates)
        filling = Filling(self.texts.slots, self.dice)
        filling["day"] = f"{arrived - timedelta(days=self.dice.randint(1, 6)):%d.%m}"
        caller = self.cast.caller(self.dice, self._top(template.system))
        raw = self._raw(template, filling, caller, arrived)
        tale = _Tale(self, arrived, self.dice.choice(self.cast.front), caller)
        tale.solution = template.solution.format_map(filling)
        tale.begin(raw, self._approval(template))
        return tale.acts

    def unregistered(self, arrived: datetime) -> list[Act]:
        """Return the story of a message nobody has registered yet."""
        acts = self.story(arrived)
        raw = dict(acts[0].steps[0][1])
        raw.pop("solution", None)
        return [Act(arrived, acts[0].by, (("arrive", raw | self._channel("email")),))]

    def said(self, about: str) -> str:
        """Return something people say about `about`."""
        return self.dice.choice(self.texts.said[about])

    def _top(self, system: str) -> str:
        systems = self.office.choices("system")
        while system in systems and systems[system].parent:
            system = systems[system].parent
        return system

    def _approval(self, template: Template) -> bool:
        types = self.office.choices("type")
        return bool(template.type in types and types[template.type].approval)

    def _channel(self, code: str) -> dict[str, str]:
        return {"channel": code} if code in self.office.choices("channel") else {}

    def _raw(self, template: Template, filling: Filling, caller: Caller, arrived: datetime) -> dict[str, Any]:
        kind = self._kinds[0]
        if len(self._kinds) > 1 and self.dice.random() < (0.75 if template.type == "question" else 0.15):
            kind = self._kinds[1]
        channel = (
            "phone" if kind != self._kinds[0] else self.dice.choices(("phone", "email", "in-person"), (68, 26, 6))[0]
        )
        priorities = [item.code for item in self.office.choices("priority")]
        raw = {
            "kind": kind,
            "description": template.problem.format_map(filling),
            "additional_info": filling["extra"],
            "requester": caller.parts(),
            "received_at": arrived.isoformat(),
            "priority": self.dice.choices(priorities, [8, 85, 7][: len(priorities)])[0]
            if len(priorities) == 3
            else None,
            **self._channel(channel),
        }
        for section, code in (("type", template.type), ("system", template.system)):
            if code in self.office.choices(section):
                raw[section] = code
        return raw


class _Tale:
    """One ticket on its way."""

    def __init__(self, teller: Teller, at: datetime, worker: str, caller: Caller) -> None:
        self.acts: list[Act] = []
        self.solution = ""
        self._teller = teller
        self._dice = teller.dice
        self._at = at
        self._worker = worker
        self._caller = caller

    def begin(self, raw: dict[str, Any], approval: bool) -> None:
        """Take the call, and go the way that fits it."""
        chance = self._dice.random()
        if raw.get("channel") == "email":
            if chance < 0.3:
                self._act(("arrive", raw))
            self._later(4, 90)
            self._act(("register", {} if self.acts else raw))
        elif not approval and chance < (0.5 if raw["kind"] == self._teller.office.choices("kind").first else 0.7):
            self._talk(4, 12)
            self._act(("at-once", {**raw, "solution": self.solution}))
            return
        else:
            self._talk(1, 5)
            self._act(("register", raw))
        if raw["kind"] != self._teller.office.choices("kind").first:
            self._consult()
        elif approval:
            self._agree()
        else:
            self._work()

    def _consult(self) -> None:
        self._talk(2, 12)
        if self._dice.random() < 0.6:
            self._act(("close", {"comment": self.solution}))
            return
        self._act(("convert", {}))
        self._work()

    def _agree(self) -> None:
        self._later(200, 1500)
        if self._dice.random() < 0.15:
            self._act(("decline", {"reason": self._said("decline")}), by=self._teller.cast.head)
            return
        answer = {"comment": self._said("approve")}
        if self._dice.random() < 0.5:
            answer |= {"letter_no": f"{self._dice.randint(10, 999)}-ОС", "letter_date": f"{self._at:%Y-%m-%d}"}
        self._act(("approve", answer), by=self._teller.cast.head)
        if self._dice.random() < 0.7:
            self._hand_over()
        self._finish()

    def _work(self) -> None:
        way = self._dice.choices((self._wait, self._escalate, self._hand_over, None), (20, 14, 6, 60))[0]
        if self._dice.random() < 0.35:
            self._later(5, 120)
            self._act(("comment", {"text": self._said("comment")}))
        if way:
            way()
        self._finish()

    def _wait(self) -> None:
        self._later(5, 90)
        self._act(("wait", {"reason": self._said("wait")}))
        self._later(60, 1300)
        self._act(("resume", {"comment": self._said("resume")}))

    def _escalate(self) -> None:
        self._later(10, 150)
        other = self._dice.choice(self._teller.cast.back)
        self._act(("escalate", {"to": other, "reason": self._said("escalate")}))
        self._worker = other

    def _hand_over(self) -> None:
        self._later(20, 300)
        self._act(("hand-over", {"to": self._said("hand_over"), "comment": self._said("comment")}))
        if self._dice.random() < 0.4 and any(step.verb == "extend" for step in self._teller.office.steps):
            self._later(10, 60)
            until = f"{self._at + timedelta(days=self._dice.randint(14, 25)):%Y-%m-%d}"
            self._act(("extend", {"due": until, "reason": self._said("extend")}), by=self._teller.cast.head)
        back = {"complexity": self._said("complexity")}
        self._later(400, 3800)
        back["fix_by"] = f"{self._at + timedelta(days=self._dice.randint(1, 10)):%Y-%m-%d}"
        self._act(("return", back))

    def _finish(self) -> None:
        self._later(15, 500)
        solved = ("solve", {"solution": self.solution})
        confirmed = ("close", {"confirmed_by": self._caller.name, "how": self._said("confirm")})
        if self._dice.random() < 0.45:
            self._act(solved, confirmed)
        else:
            self._act(solved)
            self._later(60, 900)
            if self._dice.random() < 0.9:
                self._act(confirmed)
        self._after()

    def _after(self) -> None:
        chance = self._dice.random()
        if chance < 0.03:
            self._later(200, 2000)
            self._act(("reopen", {"reason": self._said("reopen")}))
            self._later(30, 400)
            self._act(("solve", {"solution": self.solution}), ("close", {}))
        elif chance < 0.12:
            self._later(1, 60)
            self._act(("edit", {"note": self._said("late_note")}))

    def _act(self, *steps: Step, by: str = "") -> None:
        self.acts.append(Act(self._at, by or self._worker, steps))

    def _talk(self, least: int, most: int) -> None:
        self._at += timedelta(seconds=self._dice.randint(least * 60, most * 60))

    def _later(self, least: int, most: int) -> None:
        self._at = self._teller.hours.after(self._at, self._dice.randint(least, most))

    def _said(self, about: str) -> str:
        return self._teller.said(about)
