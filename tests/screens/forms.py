"""Prints of a ticket and the acts of a month as pictures: Appendix 1, the whole ticket, both acts, proposals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.journal import Month
from desk_app.reports.ticket_form_kinds import TicketForm
from desk_app.services import tickets
from desk_app.services.acts import ActKind
from desk_app.services.ports import Changes
from desk_app.ui.reports.act_window import ActWindow
from desk_app.ui.reports.proposals import ProposalsDialog
from desk_app.ui.reports.ticket_print_window import TicketPrintWindow
from tests.screens.journal import settle
from tests.screens.stage import close, seated, spin
from tests.support.desk import make_office, write

WORDS = {
    "ru": {
        "caller": ("Иванова Анна Петровна", "Агентство по делам государственной службы"),
        "error": ("Приказ не сохраняется: «Ошибка 500»", "1. Открыть «Приказы».\n2. Создать приказ.\n3. Сохранить."),
        "fix": ("Расширено поле номера, номера пересчитаны", "Переполнение поля номера приказа", "2 – средняя"),
        "said": "Перезвонил: повторяется у всех приказов о приёме",
        "faults": (
            ("orders", "Приказ № {n} не сохраняется", "Переполнение поля номера приказа"),
            ("reports", "Отчёт {n} открывается больше минуты", "Нет индекса в таблице отчётов"),
            ("access", "Не принимается ключ, рабочее место {n}", "Истёк срок действия ключа"),
        ),
        "proposed": ("Проверять номер при вводе", "Построить индекс", "Предупреждать за 30 дней"),
    },
    "en": {
        "caller": ("Ivanova Anna", "Agency for the civil service"),
        "error": ("An order cannot be saved: “error 500”", "1. Open “Orders”.\n2. Make an order.\n3. Save it."),
        "fix": ("The field of the number is longer, numbers recounted", "The number overflows its field", "2 – medium"),
        "said": "Called back: the same with every order of admission",
        "faults": (
            ("orders", "Order {n} cannot be saved", "The number overflows its field"),
            ("reports", "Report {n} takes more than a minute", "The table of reports has no index"),
            ("access", "The key of workstation {n} is refused", "The key has run out"),
        ),
        "proposed": ("Check the number when it is typed", "Make the index", "Warn 30 days before"),
    },
}


def forms(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the prints of an office that works by the regulation of two lines."""
    path = folder / f"support-{language}.desk"
    if not path.exists():
        make_office(path, profile="two-line", language=language)
        play(path, WORDS[language])
    with seated(path, "boss") as desk:
        yield from of_ticket(desk)
        yield from of_month(desk, WORDS[language]["proposed"])


def of_ticket(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Give the error form, filled in and empty below, and the whole ticket."""
    root = QWidget()
    for name, ticket_id, form in (
        ("appendix-1", 1, TicketForm.ERROR),
        ("appendix-1-blank", 2, TicketForm.ERROR),
        ("ticket-print", 1, TicketForm.CARD),
    ):
        window = TicketPrintWindow.open(desk, ticket_id, root)
        window.form.setCurrentIndex(window.form.findData(form.value))
        window.resize(1000, 900)
        settle(window)
        yield name, window
        window.close()
    close(root)


def of_month(desk: Desk, proposed: tuple[str, ...]) -> Iterator[tuple[str, QWidget]]:
    """Give the acts of last month, and what is proposed."""
    root = QWidget()
    window = ActWindow.open(desk, ActKind.DATA_CHANGES, root)
    window.resize(1280, 800)
    settle(window)
    yield "act-changes", window
    window.show_kind(ActKind.REPEATED)
    settle(window)
    window.propose.click()
    dialog = window.findChild(ProposalsDialog)
    for row, text in zip(dialog.rows.rows.values(), proposed, strict=False):
        row.input.set_value(text)
    spin(100)
    yield "act-proposals", dialog
    dialog.save()
    settle(window)
    yield "act-repeated", window
    window.close()
    close(root)


def play(path: Path, words: dict) -> None:
    """Let one error go to the developers and back, leave one open, and let three errors come again in two months."""
    (name, body), (what, steps) = words["caller"], words["error"]
    solution, cause, complexity = words["fix"]
    call = {"type": "error", "kind": "request", "requester": {"name": name, "organisation": body, "phone": "2-44-90"}}
    answers = {"login": "a.ivanova", "found_on": str(datetime.now(UTC).date()), "steps": steps}
    first = {**call, "system": "orders", "priority": "high", "description": what, "answers": answers}
    write(path, "boss", lambda db: tickets.register(db, first))
    fix_by = str((datetime.now(UTC) + timedelta(days=7)).date())
    for verb, answer in (
        ("comment", {"text": words["said"]}),
        ("assign", {"to": "kim"}),
        ("hand-over", {"to": "developers"}),
        ("return", {"complexity": complexity, "fix_by": fix_by}),
        ("solve", {"solution": solution, "cause": cause}),
    ):
        write(path, "boss", partial(tickets.do, ticket_id=1, verb=verb, raw=answer))
    write(path, "boss", lambda db: tickets.register(db, {**call, "description": what}))
    month = Month.of(datetime.now(UTC).date()).previous
    write(path, "boss", lambda db: _past(db, call, words, month, 14))
    write(path, "boss", lambda db: _past(db, call, words, month.previous, 9))


def _past(db, call: dict, words: dict, month: Month, count: int) -> Changes:
    made = []
    for number in range(count):
        system, what, cause = words["faults"][number * number % 7 % 3]
        day = f"{month}-{number % 27 + 1:02}"
        told = {"system": system, "description": what.format(n=number + 3), "cause": cause}
        if number % 4 == 0:
            told |= {"answers": {"data_change": True}, "solution": words["fix"][0]}
        times = {"received_at": f"{day}T10:00", "registered_at": f"{day}T10:02"}
        made += tickets.register(db, {**call, **told, **times}).tickets
    return Changes(tuple(made))
