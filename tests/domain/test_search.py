"""What is typed into the search box, and which texts it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.search import Term, found_in, search_text, terms

TEXT = search_text(["2026-000123", "Не печатает ПРИНТЕР «Ёлка»", "каб. 12"], ["2-44-90, 8 (777) 123-45-67"])


@pytest.mark.parametrize(
    "asked",
    [
        "принтер",
        "ПРИН",
        "печатает елка",
        "ёл",
        '"не печатает принтер"',
        "2-44",
        "2-44-90",
        "24490",
        "87771234567",
        "2026-000123",
        "-журнал принтер",
        '-"печатает не"',
        "",
        "— !",
    ],
)
def test_is_found(asked):
    assert found_in(TEXT, terms(asked))


@pytest.mark.parametrize(
    "asked", ["журнал", "интер", '"принтер не"', '"принт"', "-принтер", '-"не печатает"', "2-90", "44907"]
)
def test_is_not_found(asked):
    assert not found_in(TEXT, terms(asked))


def test_persian_letters_and_digits_are_found_however_they_are_typed():
    text = search_text(["چاپگر اتاق ۱۲ كار نمي‌كند"])
    for asked in ("چاپگر", "12", "۱۲", "کار", "نمیکند", "نمي‌كند"):
        assert found_in(text, terms(asked)), asked


def test_a_phrase_that_is_still_being_typed_is_a_phrase():
    assert terms('"не печатает') == (Term(("не", "печатает"), prefix=False),)


@given(st.text())
def test_every_text_is_found_by_its_words(text):
    made = search_text([text])
    for word in made.split()[:50]:
        assert found_in(made, terms(word))
        assert not found_in(made, terms("-" + word))


@given(st.text())
def test_any_input_is_understood(text):
    terms(text)
