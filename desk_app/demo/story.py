"""What happens to the tickets of a sample office: who does what with each of them, and when."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from desk_app.demo.calls import Call, Calls
from desk_app.demo.cast import Cast
from desk_app.demo.hours import Hours
from desk_app.demo.texts import Texts
from desk_app.domain.lines import LINE, sort_of
from desk_app.domain.office import Item, Meaning, Office

NEW: Final = ("register", "advise", "arrive", "at-once")
"""Steps that make the ticket; the others go on with it. To advise is to register a consultation."""
SCAN: Final = "scan"
SHORT: Final = 30
"""What takes no more working minutes than this is mostly done without anybody else."""

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
        self.outside = [item.label for item in office.choices("line") if sort_of(item) != LINE]
        self.estimated = any(s.verb == "return" and _outside(office, s.target) for s in office.steps)
        """Whether those outside give back an estimate first, and then go on."""
        self.checked = bool(office.verified_from)
        self._calls = Calls(dice, office, texts)

    def story(self, arrived: datetime) -> list[Act]:
        """Return what happens to the call of `arrived`."""
        template = self._calls.template()
        caller = self.cast.caller(self.dice, self._calls.top(template))
        call = self._calls.call(template, caller, arrived)
        tale = _Tale(self, arrived, self.dice.choice(self.cast.front), call)
        tale.begin()
        return tale.acts

    def unregistered(self, arrived: datetime) -> list[Act]:
        """Return the story of a message nobody has registered yet."""
        acts = self.story(arrived)
        raw = dict(acts[0].steps[0][1])
        for key in ("solution", "kind"):  # nobody has classified it yet
            raw.pop(key, None)
        return [Act(arrived, acts[0].by, (("arrive", raw | self._calls.channel("email")),))]

    def said(self, about: str) -> str:
        """Return something people say about `about`."""
        return self.dice.choice(self.texts.said[about])

    def may(self, verb: str) -> bool:
        """Tell whether this office knows the step `verb`."""
        return any(step.verb == verb for step in self.office.steps)


def _outside(office: Office, status: str) -> bool:
    return bool(status) and office.meaning(status) is Meaning.OUTSIDE


class _Tale:
    """One ticket on its way."""

    def __init__(self, teller: Teller, at: datetime, worker: str, call: Call) -> None:
        self.acts: list[Act] = []
        self._teller = teller
        self._dice = teller.dice
        self._at = at
        self._worker = worker
        self._call = call
        self._handed = False

    def begin(self) -> None:
        """Take the call, and go the way that fits it."""
        if self._taken():
            return
        if self._call.advice:
            self._consult()
        elif self._call.chain:
            self._agree()
        else:
            self._work()

    def _taken(self) -> bool:
        """Register the call; tell whether that was all."""
        raw, chance = self._call.raw, self._dice.random()
        if raw.get("channel") in ("email", "portal"):
            if chance < 0.3:
                self._act(("arrive", raw))
            self._later(4, 60)
            self._act(("register", {} if self.acts else raw))
        elif not self._call.chain and not self._call.on_site and chance < (0.7 if self._call.advice else 0.5):
            self._talk(4, 12)
            self._act(("at-once", {**raw, "solution": self._call.solution}))
            self._rate()
            return True
        else:
            self._talk(1, 5)
            self._act(("advise" if self._call.advice else "register", raw))
        return False

    def _consult(self) -> None:
        self._talk(2, 12)
        if self._dice.random() < 0.6:
            self._act(("close", {"comment": self._call.solution}))
            self._rate()
            return
        self._act(("convert", {}))
        self._work()

    def _agree(self) -> None:
        for step in self._call.chain:
            self._later(200, 1500 // len(self._call.chain))
            if self._dice.random() < 0.15 / len(self._call.chain):
                self._act(("decline", {"reason": self._said("decline")}), by=self._teller.cast.head)
                return
            if self._dice.random() < 0.2 / len(self._call.chain) and self._teller.may("override"):
                self._act(("override", {"reason": self._said("override")}), by=self._teller.cast.head)
                break
            self._act(*self._agreed(step), by=self._teller.cast.head)
        if self._dice.random() < 0.7 and not self._call.raw.get("service"):
            self._hand_over()
        self._finish()

    def _agreed(self, step: Item) -> tuple[Step, ...]:
        needs, answer = step.data.get("needs", ()), {"comment": self._said("approve")}
        if needs or self._dice.random() < 0.5:
            answer |= {"letter_no": f"{self._dice.randint(10, 999)}-ОС", "letter_date": f"{self._at:%Y-%m-%d}"}
        if SCAN not in needs:
            return (("approve", answer),)
        name = f"{answer['letter_no']}.pdf"
        return (("attach", {"name": name}), ("approve", {**answer, SCAN: name}))

    def _work(self) -> None:
        if self._call.on_site or self._dice.random() < 0.04:
            self._appoint()
        outside = 26 if self._teller.estimated else 16 if self._teller.outside else 6
        short = self._call.estimate[1] < SHORT
        ways = (self._wait, self._escalate, self._hand_over, self._refuse, None)
        way = self._dice.choices(ways, (8, 3, 2, 2, 90) if short else (20, 14, outside, 2, 60))[0]
        if not short and self._dice.random() < 0.35:
            self._later(5, 120)
            self._act(("comment", {"text": self._said("comment")}))
        if way:
            way()
        if way != self._refuse:
            self._finish()

    def _wait(self) -> None:
        self._later(5, 90)
        remind = self._teller.hours.after(self._at, self._dice.randint(300, 900)).replace(second=0)
        wish = {"remind_at": remind.isoformat()} if self._dice.random() < 0.6 else {}
        self._act(("wait", {"reason": self._said("wait"), **wish}))
        self._later(60, 1300)
        self._act(("resume", {"comment": self._said("resume")}))

    def _appoint(self) -> None:
        self._later(5, 60)
        when = self._teller.hours.after(self._at, self._dice.randint(150, 900)).replace(minute=0, second=0)
        place = self._call.raw["requester"].get("room") or self._call.raw["requester"].get("phone") or ""
        if when > self._at:
            meeting = {"when": when.isoformat(), "how": self._said("meeting"), "place": place, "minutes": 30}
            self._act(("appoint", meeting))

    def _escalate(self) -> None:
        self._later(10, 150)
        other = self._dice.choice(self._teller.cast.back)
        self._act(("escalate", {"to": other, "reason": self._said("escalate")}))
        self._worker = other

    def _refuse(self) -> None:
        self._later(60, 400)
        self._act(("decline", {"reason": self._said("decline")}), by=self._teller.cast.head)

    def _hand_over(self) -> None:
        self._later(20, 300)
        to = self._dice.choice(self._teller.outside) if self._teller.outside else self._said("hand_over")
        self._act(("hand-over", {"to": to, "comment": self._said("comment")}))
        self._handed = True
        if self._dice.random() < 0.4 and self._teller.may("extend"):
            self._later(10, 40)
            until = f"{self._at + timedelta(days=self._dice.randint(14, 25)):%Y-%m-%d}"
            self._act(("extend", {"due": until, "reason": self._said("extend")}), by=self._teller.cast.head)
        self._given_back()

    def _given_back(self) -> None:
        """Let those outside give the ticket back: an estimate at once, or their work when it is done."""
        back = {"complexity": self._said("complexity")}
        self._later(*((8, 50) if self._teller.estimated else (100, 1900)))
        back["fix_by"] = f"{self._at + timedelta(days=self._dice.randint(1, 10)):%Y-%m-%d}"
        self._act(("return", back))
        if self._teller.estimated:
            self._later(200, 1900)

    def _finish(self) -> None:
        least, most = self._call.estimate
        self._later(least, max(least + 10, most))
        if self._teller.checked and self._dice.random() < 0.12:
            self._send_back()
        checked: tuple[Step, ...] = (("verify", {}),) if self._teller.checked else ()
        confirmed = ("close", {"confirmed_by": self._call.caller.name, "how": self._said("confirm")})
        if self._dice.random() < 0.45:
            self._act(self._solved(), *checked, confirmed)
        else:
            self._act(self._solved())
            for step in checked:
                self._later(20, 300)
                self._act(step)
            self._later(60, 900)
            if self._dice.random() < 0.9:
                self._act(confirmed)
        self._rate()
        self._after()

    def _solved(self) -> Step:
        answer = {"solution": self._call.solution}
        if "cause" in self._teller.texts.said and self._dice.random() < 0.6:
            answer["cause"] = self._said("cause")
        return ("solve", answer)

    def _send_back(self) -> None:
        self._act(self._solved())
        self._later(20, 400)
        self._act(("rework", {"reason": self._said("rework")}))
        if self._handed:
            self._given_back()
        self._later(60, 600)

    def _rate(self) -> None:
        """Let somebody who had no part in it write down what the caller thinks of the work."""
        if self._teller.may("rate") and self._dice.random() < 0.4:
            self._later(1, 15)
            score = self._dice.choices((5, 4, 3, 2, 1), (60, 25, 9, 4, 2))[0]
            self._act(("rate", {"score": score, "by": self._call.caller.name}), by=self._teller.cast.head)

    def _after(self) -> None:
        chance = self._dice.random()
        if chance < 0.05:
            self._later(200, 2000)
            self._act(("reopen", {"reason": self._said("reopen")}))
            self._later(30, 400)
            self._act(self._solved(), ("close", {}))
        elif chance < 0.14:
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
