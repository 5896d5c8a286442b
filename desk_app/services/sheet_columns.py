"""Which column of a sheet holds which field, told from the words of its header."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.domain.grid import Grid, GridRow, cell_text
from desk_app.domain.office import Office
from desk_app.domain.text import normalise

HEADER_ROWS: Final = 60
"""How far down a header is looked for, in rows with content."""
_OF: Final = r"(?: (?:запроса|заявки|обращения|вопроса|звонка|проблемы|неисправности|пользователя|of .*|on|at))*"

JOURNAL: Final[Mapping[str, str]] = {
    "position": r"no|no п п|п п|пп|nn|порядковый номер|номер п п|#",
    "number": r"(?:рег(?:истрационный)? ?)?(?:номер|no)(?: (?:запроса|заявки|обращения|регистрации|тикета))?|number|"
    r"id|(?:request|ticket|call)(?: (?:number|no|id))?|(?:вх|входящий) (?:номер|no)",
    "date": r"дата(?: и время)?(?: регистрации)?" + _OF + r"|зарегистрирован[ао]?|date|registered(?: at| on)?|"
    r"date (?:of )?(?:registration|registered)|registration date",
    "received": r"(?:дата(?: и время)?|время) (?:поступления|получения|подачи|приема)" + _OF + r"|поступил[ао]?|"
    r"received(?: at| on)?|date received",
    "time": r"время(?: регистрации)?" + _OF + r"|час|time",
    "type": r"(?:тип|категория)" + _OF + r"|type" + _OF + r"|(?:request )?type|category",
    "kind": r"вид" + _OF + r"|kind" + _OF,
    "description": r"(?:краткое )?(?:описание|содержание|суть|текст|тема|предмет)" + _OF + r"|что случилось|вопрос|"
    r"проблема|запрос|обращение|заявка|description" + _OF + r"|what (?:was asked|happened)|subject|"
    r"issue|problem|question",
    "organisation": r"(?:(?:полное|краткое) )?(?:наименование|название) (?:оо|оу|организации|учреждения|школы|"
    r"подразделения|образовательной организации)|организация|оо|оу|учреждение|школа|подразделение|отдел|кафедра|"
    r"образовательная организация|organi[sz]ation(?: name)?|department|school|company|name of (?:the )?organi[sz]ation",
    "requester": r"(?:фио|ф и о|фамилия имя отчество|фамилия и о)(?: (?:полностью|заявителя|обратившегося|пользователя|"
    r"сотрудника|абонента))*|заявитель|пользователь|кто обратился|обратившийся|от кого|абонент|контактное лицо|"
    r"full name|name|requester|user|caller|contact person",
    "phone": r"(?:контактный |внутренний |рабочий |сотовый |мобильный )?(?:телефон|тел)(?: заявителя)?|"
    r"номер телефона|внутренний номер|контакты|контактные данные|phone(?: (?:number|no))?|tel|inner number|extension",
    "email": r"e ?mail|почта|(?:адрес )?(?:электронн(?:ая|ой)|эл) почт[аы]|mail",
    "room": r"кабинет|каб|комната|помещение|room|office",
    "additional_info": r"доп(?:олнительн(?:ая|ые))? (?:информация|инфо|сведения)|дополнительно|"
    r"additional info(?:rmation)?",
    "status": r"статус(?: решения| выполнения)?" + _OF + r"|состояние" + _OF + r"|отметка о (?:выполнении|решении)|"
    r"status" + _OF + r"|state",
    "solved": r"(?:дата(?: и время)?|время|срок) (?:решения|выполнения|исполнения|устранения)" + _OF + r"|"
    r"выполнен[оа]?|"
    r"решен[оа]?|(?:date )?(?:solved|resolved|done|completed)(?: on| at)?|date of (?:the )?solution|solution date",
    "closed": r"(?:дата(?: и время)?|время) закрытия" + _OF + r"|закрыт[оа]?|(?:date )?closed(?: on| at)?",
    "note": r"примечани[ея]|прим|комментари[йи]|заметк[аи]|notes?|comments?|remarks?",
    "system": r"(?:информационная )?(?:под)?система|ис|аис|программа|сервис|модуль|(?:sub)?system|service",
    "channel": r"канал" + _OF + r"|способ" + _OF + r"|как обратил[аи]?сь|вид связи|источник" + _OF + r"|channel|source",
    "specialist": r"(?:фио )?(?:специалист|исполнитель|ответственный|сотрудник|оператор)(?:а|я)?(?: специалист)?|"
    r"кто принял|принял|кто выполнил|кому назначено|specialist|technician|assignee|agent|engineer",
    "priority": r"приоритет|срочность|важность|priority|urgency",
    "solution": r"решение|что сделано|принятые меры|меры|результат|ответ|выполненные работы|solution|resolution|answer",
    "cause": r"причина" + _OF + r"|cause",
}  # fmt: skip
"""What the columns of a journal are called, by field; compared in small letters without punctuation."""

PEOPLE: Final[Mapping[str, str]] = {
    "position_no": JOURNAL["position"],
    "name": r"(?:фио|ф и о|фамилия имя отчество)(?: (?:полностью|сотрудника|работника))*|сотрудник|работник|имя|"
    r"пользователь|заявитель|контактное лицо|full name|name|person|employee|user",
    "organisation": JOURNAL["organisation"],
    "phone": JOURNAL["phone"],
    "email": JOURNAL["email"],
    "room": JOURNAL["room"],
    "position": r"должность|position|job title|title|post",
}
"""What the columns of a list of people are called."""

_OFFICE_NAMES: Final = {"date": "date", "solved_on": "solved", "registered_at": "date", "received_at": "received"}
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's table begins: `last` is the place of the header's last row in `grid.rows`.

    `columns` gives the column of each field; `texts` what the header says above each column.
    """

    last: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]


def word_key(text: str) -> str:
    """Return `text` as headers are compared: small letters, no punctuation, № as no."""
    return _SIGNS.sub(" ", normalise(text)).strip()


def find_header(
    grid: Grid, names: Mapping[str, str], own: Mapping[str, str], needed: Sequence[str], least: int
) -> Header | None:
    """Return the header of `grid`, below whatever title rows; None when there is none.

    `names` are patterns by field, `own` the office's own labels (as `word_key`) with their fields. A header names
    every field of `needed` and at least `least` fields, in one row or in two that belong together.
    """
    best: Header | None = None
    for place in range(min(len(grid.rows), HEADER_ROWS)):
        for header in _candidates(grid.rows, place, names, own):
            enough = len(header.columns) >= least and all(field in header.columns for field in needed)
            if enough and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


def own_names(office: Office) -> dict[str, str]:
    """Return {header: field} of what this office calls the columns of its journal and the fields of its form."""
    found: dict[str, str] = {}
    items = [*office.journal_columns, *((field.code, field.label) for field in office.fields)]
    for code, label in items:
        field = _OFFICE_NAMES.get(code, code)
        if field in JOURNAL:
            found.setdefault(word_key(label), field)
    return found


def header_texts(row: GridRow) -> dict[int, str]:
    """Return what `row` says above each column; a text across several columns stands above each of them."""
    found = {}
    for column, value in row.cells.items():
        text = " ".join(cell_text(value).split())
        for covered in range(column, row.spans.get(column, column) + 1):
            found[covered] = text
    return found


def _candidates(
    rows: Sequence[GridRow], place: int, names: Mapping[str, str], own: Mapping[str, str]
) -> Iterable[Header]:
    upper = header_texts(rows[place])
    yield Header(place, _columns(upper, names, own), upper)
    if place + 1 < len(rows) and rows[place + 1].number == rows[place].number + 1:
        lower = header_texts(rows[place + 1])
        columns = (
            _columns(upper, names, own) | _columns(_joined(upper, lower), names, own) | _columns(lower, names, own)
        )
        taken: dict[int, str] = {column: field for field, column in columns.items()}
        yield Header(place + 1, {field: column for column, field in taken.items()}, _joined(upper, lower))


def _joined(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    found = {}
    for column in {*upper, *lower}:
        parts = dict.fromkeys(text for text in (upper.get(column, ""), lower.get(column, "")) if text)
        found[column] = " ".join(parts)
    return found


def _columns(texts: Mapping[int, str], names: Mapping[str, str], own: Mapping[str, str]) -> dict[str, int]:
    """Return the first column of each field that a text names."""
    found: dict[str, int] = {}
    for column in sorted(texts):
        field = _field(word_key(texts[column]), names, own)
        if field:
            found.setdefault(field, column)
    return found


def _field(key: str, names: Mapping[str, str], own: Mapping[str, str]) -> str:
    if key in own:
        return own[key]
    return next((field for field, pattern in names.items() if key and re.fullmatch(pattern, key)), "")
