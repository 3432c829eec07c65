"""Tokens of personal links: random, signed, and fit for links and spreadsheets."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.invite.tokens import KEY_VARIABLE, is_signed, new_token, token_key
from helpers.read.cells.texts import identifier, text_value
from tests.each import each

KEY, OTHER = b"k" * 32, b"o" * 32
LAST = date(2026, 6, 1)
bytes_16 = st.binary(min_size=16, max_size=16)


def made(identity, key=KEY, wave="2026-04", last=LAST):
    return new_token(key, wave, last, random=lambda size: identity[:size])


def test_a_token_by_hand():
    """16 zero bytes are 25 a's and three zero bits; then the signature, 5 bytes, in 8 letters and 2 bits more."""
    token = made(bytes(16))
    assert token.startswith("t" + "a" * 25) and len(token) == 35


@given(bytes_16)
@examples(deadline=None)
def test_it_suits_links_spreadsheets_and_survey_tools(identity):
    token = made(identity)
    assert re.fullmatch("[a-z][a-z2-7]{34}", token)  # no case to lose, no sign, never a number; LimeSurvey takes 36
    assert (identifier(token).value, text_value(token).value) == (token, token)  # as both files are read


@given(bytes_16, bytes_16)
@examples(deadline=None)
def test_no_two_are_alike(one, other):
    assert (made(one) == made(other)) == (one == other)


@given(bytes_16)
@examples(deadline=None)
def test_it_is_signed_for_its_key_wave_and_last_day_alone(identity):
    token = made(identity)
    assert is_signed(token, KEY, "2026-04", LAST)
    assert not is_signed(token, OTHER, "2026-04", LAST)
    assert not is_signed(token, KEY, "2026-05", LAST)
    assert not is_signed(token, KEY, "2026-04", date(2026, 6, 2))


@each("token", ["", "t", "NA", "日本", "t" + "a" * 34, "t" + "1" * 34, "x" * 100])
def test_what_was_not_made_here_is_not_signed(token):
    assert not is_signed(token, KEY, "2026-04", LAST)


def test_each_is_random():
    assert len({new_token(KEY, "2026-04", LAST) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("key", [None, "", "short", "x" * 31])
def test_without_a_good_key_it_stops_and_never_shows_it(monkeypatch, key):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    if key is not None:
        monkeypatch.setenv(KEY_VARIABLE, key)
    with pytest.raises(KitError) as caught:
        token_key()
    assert caught.value.code == "E-TOKEN-KEY" and KEY_VARIABLE in str(caught.value)
    assert not key or key not in str(caught.value)


def test_the_key_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "鍵" * 32)
    assert token_key() == ("鍵" * 32).encode()
