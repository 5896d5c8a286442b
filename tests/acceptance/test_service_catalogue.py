"""The services of the provincial IT office (P), shown by the command line."""

from dataclasses import replace

import pytest

from desk_app.domain.office_change import items_of, seed_of, with_items
from desk_app.profiles.write import TomlProfiles
from desk_app.services import administration, attachments, directory
from desk_app.services.places import Place
from desk_app.storage import open_office
from tests.support.shell import lines

CALL = {
    "channel": "Тикет на портале",
    "system": "Автоматизация делопроизводства",
    "requester": {"name": "Ахмади Марьям", "organisation": "Управление кадров", "phone": "внутр. 214"},
    "description": "Не находится письмо",
    "received_at": "2026-10-07T12:50",
    "registered_at": "2026-10-07T13:00",
}
ACCOUNT = {
    **CALL,
    "service": "Рабочий стол в системе автоматизации",
    "description": "Рабочий стол для нового сотрудника",
    "answers": {"Должность сотрудника": "старший эксперт", "access_level": "подготовка документов"},
}
LETTER = {"letter_no": "14-02/77", "letter_date": "2026-10-06", "scan": "письмо.pdf"}
CHAIN = [
    "Руководитель подразделения (письмо)",
    "Отдел кадров",
    "Управление персонала и поддержки (направление)",
    "Начальник управления ИТ (распоряжение)",
]
PAPER = {"letter_no": "31", "letter_date": "2026-10-07"}


@pytest.fixture
def crew(bureau, hire):
    """Hire an expert of the office, one of a unit, and the head of the office."""
    hire(bureau, "expert", "Карими Зохре", "technician", "office")
    hire(bureau, "unit", "Мусави Сара", "unit-expert", "units")
    hire(bureau, "head", "Резаи Наргес", "supervisor", "office")


def attach(place: Place, number: str, name: str = "письмо.pdf") -> None:
    """Attach a scanned letter to a ticket."""
    with open_office(place) as file:
        kept = attachments.keep_bytes(file.reader.attachments.files, b"%PDF-1.4 a letter", name, 1 << 20)
        ticket, boss = file.reader.find_ticket(number), file.reader.account("boss").person
        file.unit_of_work(boss).write(lambda db: attachments.attach(db, ticket, kept, name))


def agreed(desk, place, number):
    """Record every agreement of the chain, in its order."""
    attach(place, number)
    desk.do(place, number, "approve", **LETTER, at="2026-10-07T13:10")
    for minute in (20, 30, 40):
        desk.do(place, number, "approve", **PAPER, at=f"2026-10-07T13:{minute}")


@pytest.mark.clause("P-1")
@pytest.mark.parametrize(
    ("service", "least", "most"),
    [
        ("desk-automation", 60, 120),
        ("desk-sajad", 60, 120),
        ("site-account", 60, 120),
        ("guidance", 2, 15),
        ("process-rework", 10, 240),
        ("bug", 10, 5 * 7 * 60),
    ],
)
def test_the_catalogue_says_how_long_a_service_takes_and_what_it_needs(bureau, service, least, most):
    with open_office(bureau) as file:
        office = file.reader.office()
    item = office.choices("service")[service]
    assert (item.data["estimate_min"], item.data["estimate_max"]) == (least, most)
    assert item.data["group"] in ("Учётные записи и доступ", "Поддержка систем")
    assert item.data["line"] in office.choices("line")
    if item.data.get("chain"):
        assert item.data["prerequisites"]


@pytest.mark.clause("P-1", "J-3.6")
def test_a_service_brings_its_type_line_and_questionnaire(desk, bureau):
    number = desk.add(bureau, ACCOUNT)[0]
    shown = desk.show(bureau, number)
    assert (shown["type"], shown["line"]) == ("Учётная запись и доступ", "Эксперты управления")
    assert shown["answers"] == {"position": "старший эксперт", "access_level": "Подготовка документов"}
    guidance = desk.add(bureau, {**CALL, "service": "Помощь в использовании системы"})[0]
    assert desk.show(bureau, guidance)["line"] == "Эксперты подразделений"
    unanswered = {key: value for key, value in ACCOUNT.items() if key != "answers"}
    ended = desk("ticket", "add", bureau, "--json", "-", stdin=lines(unanswered))
    assert (ended.code, "Должность сотрудника" in ended.err) == (1, True)
    assert [row["number"] for row in desk.well("ticket", "list", bureau, "--filter", "старший", "--json").rows] == [
        number
    ]


@pytest.mark.clause("P-1")
@pytest.mark.parametrize(
    ("service", "due"),
    [
        # Wed 7 October from 13:00, until 14:30; Thursday and Friday are off; Saturday from 7:30.
        ("Помощь в использовании системы", "2026-10-07T13:15"),
        ("Пересмотр процесса", "2026-10-10T10:00"),  # 90 minutes on Wednesday, 150 on Saturday
        ("Исправление ошибки системы", "2026-10-14T14:30"),  # Sat, Sun, Mon, Tue, Wed
    ],
)
def test_a_service_is_due_by_the_upper_end_of_its_estimate(desk, bureau, service, due):
    assert desk.show(bureau, desk.add(bureau, {**CALL, "service": service})[0])["due_at"] == due


@pytest.mark.clause("P-2")
def test_an_account_is_made_after_every_agreement_in_its_order(desk, bureau, refused):
    number = desk.add(bureau, ACCOUNT)[0]
    shown = desk.show(bureau, number)
    assert (shown["status"], shown["approval"], shown["awaits"]) == ("Согласуется", "pending", CHAIN)
    assert CHAIN[0] in refused(bureau, number, "solve", solution="Создан")
    assert CHAIN[0] in refused(bureau, number, "approve", step="hr", **PAPER)
    for lacking in LETTER:
        attach(bureau, number)
        assert lacking in refused(bureau, number, "approve", **{**LETTER, lacking: ""})
    desk.do(bureau, number, "approve", **LETTER, step="unit-letter", at="2026-10-07T13:10")
    desk.do(bureau, number, "approve", **PAPER, step="Отдел кадров", at="2026-10-07T13:20")
    desk.do(bureau, number, "approve", **PAPER, at="2026-10-07T13:30")
    shown = desk.show(bureau, number)
    assert (shown["status"], shown["awaits"]) == ("Согласуется", CHAIN[3:])
    assert CHAIN[3] in refused(bureau, number, "hand-over", to="contractor")
    desk.do(bureau, number, "approve", **PAPER, at="2026-10-07T13:40")
    shown = desk.show(bureau, number)
    assert (shown["status"], shown["approval"]) == ("В работе", "given")
    assert [one["step"] for one in shown["agreed"]] == CHAIN
    assert shown["agreed"][0] == {"step": CHAIN[0], "at": "2026-10-07T13:10", **LETTER}
    assert desk.do(bureau, number, "solve", solution="Создан").json["status"] == "Выполнена"


@pytest.mark.clause("P-2")
def test_the_estimate_counts_from_the_last_agreement(desk, bureau, worked):
    # Two working hours. It stood from Wed 13:00 to 13:40; then 50 minutes until 14:30, and 70 on Saturday from 7:30.
    number = desk.add(bureau, ACCOUNT)[0]
    assert desk.show(bureau, number)["due_at"] is None
    agreed(desk, bureau, number)
    assert desk.show(bureau, number)["due_at"] == "2026-10-10T08:40"
    desk.do(bureau, number, "solve", solution="Создан", at="2026-10-10T08:00")
    assert (worked(bureau, number), desk.show(bureau, number)["breached"]) == (80, False)


@pytest.mark.clause("P-2")
def test_the_order_is_recorded_by_the_head_alone(desk, bureau, crew, refused):
    number = desk.add(bureau, {key: value for key, value in ACCOUNT.items() if not key.endswith("_at")})[0]
    attach(bureau, number)
    desk.as_user("unit")
    assert "no right" in refused(bureau, number, "approve", **LETTER)
    desk.as_user("expert")
    for paper in (LETTER, PAPER, PAPER):
        desk.do(bureau, number, "approve", **paper)
    assert "Начальник управления" in refused(bureau, number, "approve", **PAPER)
    assert "no right" in refused(bureau, number, "override", reason="Срочно")
    desk.as_user("head")
    desk.do(bureau, number, "approve", **PAPER)
    assert desk.show(bureau, number)["approval"] == "given"


@pytest.mark.clause("P-2")
def test_an_override_of_the_head_is_recorded_with_its_reason(desk, bureau, refused):
    number = desk.add(bureau, ACCOUNT)[0]
    assert "reason" in refused(bureau, number, "override")
    desk.do(bureau, number, "override", reason="Устное распоряжение, письмо будет")
    shown = desk.show(bureau, number)
    assert (shown["approval"], shown["status"]) == ("overridden", "В работе")
    assert (shown["history"][-1]["verb"], shown["history"][-1]["reason"]) == (
        "override",
        "Устное распоряжение, письмо будет",
    )
    desk.do(bureau, number, "solve", solution="Создан")


@pytest.mark.clause("P-3")
def test_a_unit_names_its_site_expert_who_gets_the_training_files(desk, bureau):
    with open_office(bureau) as file:
        boss, basis = file.reader.account("boss").person, seed_of(file.reader.office())
        kept = attachments.keep_bytes(file.reader.attachments.files, b"%PDF-1.4 how to", "обучение.pdf", 1 << 20)
        given = [{"sha256": kept.sha256, "name": "обучение.pdf", "size": kept.size}]
        services = [
            replace(item, data={**item.data, "files": given}) if item.code == "site-account" else item
            for item in items_of(basis, "service")
        ]
        wanted = with_items(basis, "service", services)
        uow = file.unit_of_work(boss)
        uow.write(lambda db: administration.change_office(db, basis, wanted, TomlProfiles()))
        expert = {"name": "Карими Сара", "organisation": "Управление кадров", "position": "Эксперт сайта"}
        uow.write(lambda db: directory.add_person(db, expert))
    number = desk.add(
        bureau, {**CALL, "service": "site-account", "answers": {"site_expert": "Карими Сара", "site": "hr.example.org"}}
    )[0]
    shown = desk.show(bureau, number)
    assert shown["contacts"] == [{"name": "Карими Сара", "position": "Эксперт сайта", "phone": ""}]
    assert shown["awaits"] == CHAIN[:1]
    assert "Эксперт сайта: Карими Сара" in desk.well("ticket", "show", bureau, number).out
    attach(bureau, number)
    desk.do(bureau, number, "approve", **LETTER)
    status = desk.show(bureau, number)["status"]
    desk.do(bureau, number, "solve", solution="Доступ выдан")
    with open_office(bureau) as file:
        card = file.reader.card(file.reader.find_ticket(number))
    assert [one.name for one in card.attachments] == ["письмо.pdf", "обучение.pdf"]
    desk.do(bureau, number, "undo")  # the files of the service do not stand in the way, nor come twice
    assert desk.show(bureau, number)["status"] == status
    desk.do(bureau, number, "solve", solution="Доступ выдан, инструкция отправлена")
    with open_office(bureau) as file:
        card = file.reader.card(file.reader.find_ticket(number))
    assert [one.name for one in card.attachments] == ["письмо.pdf", "обучение.pdf"]


@pytest.mark.clause("P-4")
def test_support_has_three_layers_and_the_contractor_times_of_its_own(desk, bureau, crew):
    desk.as_user("boss")
    number = desk.add(bureau, {**CALL, "service": "Исправление ошибки системы", "type": "Ошибка системы"})[0]
    desk.do(bureau, number, "assign", to="unit", at="2026-10-07T13:02")
    assert desk.show(bureau, number)["line"] == "Эксперты подразделений"
    desk.do(bureau, number, "escalate", to="Эксперты управления", reason="Нужны права", at="2026-10-07T13:10")
    assert desk.show(bureau, number)["line"] == "Эксперты управления"
    desk.do(bureau, number, "hand-over", to="Подрядчик", at="2026-10-07T13:30")
    shown = desk.show(bureau, number)
    # Three working days by the contract: Saturday, Sunday, Monday.
    assert (shown["status"], shown["line"], shown["due_return_at"]) == ("У подрядчика", "Подрядчик", "2026-10-12T14:30")
    with open_office(bureau) as file:
        contractor = file.reader.office().choices("line")["contractor"]
    assert (contractor.data["sort"], contractor.data["contract"]) == ("contractor", "Договор поддержки № 1402-17")
    desk.do(bureau, number, "return", complexity="средняя", fix_by="2026-10-12", at="2026-10-11T10:00")
    shown = desk.show(bureau, number)
    assert (shown["status"], shown["line"], shown["due_return_at"]) == ("В работе", "Эксперты управления", None)


@pytest.mark.clause("P-4")
def test_the_rework_of_a_process_comes_back_within_its_hours(desk, bureau):
    number = desk.add(bureau, {**CALL, "service": "Пересмотр процесса"})[0]
    desk.do(bureau, number, "hand-over", to="contractor", at="2026-10-07T13:30")
    # Four working hours: 60 minutes on Wednesday, 180 on Saturday from 7:30.
    assert desk.show(bureau, number)["due_return_at"] == "2026-10-10T10:30"


@pytest.mark.clause("P-5")
def test_work_is_online_unless_a_meeting_is_needed(desk, bureau):
    online, meeting = desk.add(bureau, CALL, {**CALL, "service": "Встреча для анализа и развития", "mode": "На месте"})
    assert [desk.show(bureau, one)["mode"] for one in (online, meeting)] == ["Дистанционно", "На месте"]
    when = {"when": "2026-12-02T10:00", "how": "на месте", "place": "Зал 2", "minutes": 90}
    desk.do(bureau, meeting, "appoint", **when)
    shown = desk.show(bureau, meeting)
    assert shown["appointment_at"] == "2026-12-02T10:00"
    assert shown["appointment"] == {"minutes": 90, "how": "на месте", "place": "Зал 2"}


@pytest.mark.clause("P-6")
@pytest.mark.parametrize("channel", ["Тикет на портале", "Телефон", "Лично"])
def test_requests_come_by_ticket_phone_and_in_person(desk, bureau, channel):
    assert desk.show(bureau, desk.add(bureau, {**CALL, "channel": channel})[0])["channel"] == channel


@pytest.mark.clause("P-7")
def test_there_are_three_kinds_of_support(bureau):
    with open_office(bureau) as file:
        office = file.reader.office()
    estimates = [office.choices("service")[code].data["estimate_max"] for code in ("guidance", "process-rework", "bug")]
    assert estimates == sorted(estimates)
    assert {"guidance", "process", "bug"} <= {item.code for item in office.choices("type")}


def test_waiting_over_a_weekend_takes_only_its_working_time(desk, bureau, worked):
    # Registered Wed 7 October 13:00 (7:30-14:30, Thursday and Friday off): five working days end Wed 14 October 14:30.
    # Waiting Wed 13:30 to Sat 9:00 takes Wed 60 + Sat 90 = 150 minutes: Sat 17 October 10:00, so the end of that day.
    # Work until Mon 12 October 10:00: Wed 30 + Sat 330 + Sun 420 + Mon 150 = 930 minutes.
    number = desk.add(bureau, CALL)[0]
    assert desk.show(bureau, number)["due_at"] == "2026-10-14T14:30"
    desk.do(bureau, number, "wait", reason="Нужен номер письма", at="2026-10-07T13:30")
    assert desk.show(bureau, number)["due_at"] is None
    desk.do(bureau, number, "resume", at="2026-10-10T09:00")
    desk.do(bureau, number, "solve", solution="Найдено", at="2026-10-12T10:00")
    shown = desk.show(bureau, number)
    assert (shown["due_at"], shown["first_due_at"]) == ("2026-10-17T14:30", "2026-10-14T14:30")
    assert (worked(bureau, number), shown["breached"]) == (930, False)


def test_an_expert_gives_nobody_more_time(desk, bureau, crew, refused):
    number = desk.add(bureau, CALL)[0]
    desk.as_user("expert")
    assert "no right" in refused(bureau, number, "extend", due="2027-01-20", reason="x")
    desk.as_user("head")
    desk.do(bureau, number, "extend", due="2027-01-20", reason="Подрядчик ждёт выпуск")
