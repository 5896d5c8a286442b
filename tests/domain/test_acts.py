"""Errors that come again: which are the same, how often, and their growth."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.acts import Fault, key_of, percent, repeated

FAULTS = st.builds(
    Fault,
    st.sampled_from(["orders", "reports", ""]),
    st.sampled_from(["", "Нет индекса", "нет индекса!", "Переполнение"]),
    st.sampled_from(["Не открывается журнал 5 «А»", "Журнал 7Б не открывается", "Нет связи", "…", ""]),
    st.sampled_from(["1", "2", "3"]),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Не открывается журнал 5 «А»", "Журналы 7Б не открываются"),
        ("Забыт пароль", "забыты пароли"),
        ("Нет связи с сервером №1", "Сервер-2: нет связи"),
        ("The printer of room 5 is silent", "the printers of room 7: silent is"),
        ("Отчёт висит", "отчет  висит!\nи ещё"),
    ],
)
def test_the_same_error_in_other_words_order_and_numbers_is_one(one, other):
    assert key_of(Fault("x", "", one)) == key_of(Fault("x", "", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Fault("orders", "", "Нет связи"), Fault("reports", "", "Нет связи")),
        (Fault("x", "Нет индекса", "Отчёт висит"), Fault("x", "Сбой сети", "Отчёт висит")),
        (Fault("x", "", "Сервер не отвечает"), Fault("x", "", "Сервис не отвечает")),
        (Fault("x", "", "5"), Fault("x", "", "6")),
    ],
)
def test_other_errors_stay_apart(one, other):
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 3, 33), (1, 2, 50), (1, 8, 13), (-1, 8, -13), (-2, 2, -100), (0, 5, 0), (5, 0, None), (15, 20, 75)],
)
def test_percents_are_rounded_half_away_from_zero(part, whole, expected):
    assert percent(part, whole) == expected


@given(st.lists(FAULTS, max_size=30), st.lists(FAULTS, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_tickets_does_not_matter_and_nothing_is_lost(now, before, dice):
    found = repeated(now, before, 2)
    shuffled = random.Random(dice.random()).sample(now, len(now))
    assert repeated(shuffled, before[::-1], 2) == found
    assert sum(one.count for one in repeated(now, before, 1)) == len(now)
    assert all(one.count >= 2 and one.growth == one.count - one.before for one in found)
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
