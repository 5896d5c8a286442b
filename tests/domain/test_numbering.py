"""Numbers: unique, and without a gap, whatever template the office wrote."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import BadInput
from desk_app.domain.numbering import check_template, number, scope

OCTOBER = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.mark.clause("K-2.2")
@pytest.mark.parametrize(
    ("template", "given_number", "counted_within"),
    [
        ("{year}-{seq:06}", "2026-000123", "2026"),
        ("{year}/{month:02}-{seq}", "2026/10-123", "2026-10"),
        ("ТП-{seq:04}", "ТП-0123", ""),
        ("{seq}", "123", ""),
        ("{year}{month:02}{seq}", "202610123", "2026-10"),
        ("№{seq}/{year}", "№123/2026", "2026"),
    ],
)
def test_a_template_gives_a_number(template: str, given_number: str, counted_within: str) -> None:
    check_template(template)
    assert number(template, OCTOBER, 123) == given_number
    assert scope(template, OCTOBER) == counted_within


@pytest.mark.parametrize(
    "template",
    [
        "", "без номера", "{year}", "{year}-{month}", "{month}-{seq}", "{seq", "seq}", "{}", "{0}", "{number}",
        "{seq.real}", "{seq[0]}", "{seq!r:.1}", "{seq:.0e}", "{seq:c}", "{seq:{year}}{year}", "{seq:99999999999}",
        "{seq:1000000000}", "{year}{month}{seq}", "{seq}{month}{year}", "{year}-{month}1{seq}", "{day}-{seq}",
        "{seq:абв}", "{seq}\n", " {seq}", "{seq}\u202e", "{{seq}}", "{seq:6}",
    ],
)  # fmt: skip
def test_a_template_that_could_repeat_a_number_is_refused(template: str) -> None:
    with pytest.raises(BadInput, match="not understood") as told:
        check_template(template)
    assert told.value.field == "number_template"


PARTS = st.sampled_from(
    ["{year}", "{month}", "{month:02}", "{seq}", "{seq:03}", "-", "/", "1", "0", "А", "{seq:c}", "{", "}", "{seq:e}"]
)


@given(st.lists(PARTS, max_size=6).map("".join), st.data())
def test_no_two_tickets_of_an_accepted_template_share_a_number(template: str, data: st.DataObject) -> None:
    try:
        check_template(template)
    except BadInput:
        return
    months = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1))
    one, other = data.draw(months), data.draw(months)
    first, second = data.draw(st.integers(1, 3000)), data.draw(st.integers(1, 3000))
    if (scope(template, one), first) != (scope(template, other), second):
        assert number(template, one, first) != number(template, other, second)
