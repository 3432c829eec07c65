"""Tokens of personal links: random, signed, and silent about whom they belong to."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from datetime import date

from helpers.base.errors import KitError

KEY_VARIABLE = "NPS_KIT_TOKEN_KEY"
_SHORTEST_KEY = 32  # letters
_ID_BYTES, _SIGNATURE_BYTES = 16, 5  # 34 letters; with the first one 35, and LimeSurvey keeps at most 36
_FIRST = "t"  # a letter: no spreadsheet takes it for a number, a date or a formula


def token_key() -> bytes:
    """The key that signs tokens, from the environment.

    Raises
    ------
    KitError
        ``E-TOKEN-KEY`` where there is none, or one of fewer than 32 letters.
    """
    key = os.environ.get(KEY_VARIABLE, "")
    if len(key) < _SHORTEST_KEY:
        raise KitError("E-TOKEN-KEY", variable=KEY_VARIABLE, letters=_SHORTEST_KEY)
    return key.encode()


def new_token(key: bytes, wave: str, expires_on: date, random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A token that nobody can guess: 128 random bits, signed together with its wave and its last day.

    Small letters and the digits 2 to 7, so that neither letter case nor a link nor a spreadsheet harms
    it. Whose it is stands in ``invitations.csv`` alone.

    Examples
    --------
    >>> new_token(b"k" * 32, "2026-04", date(2026, 6, 1), random=bytes)
    'taaaaaaaaaaaaaaaaaaaaaaaaabjrvogffy'
    """
    identity = random(_ID_BYTES)
    content = identity + _signature(identity, key, wave, expires_on)
    return _FIRST + base64.b32encode(content).decode("ascii").rstrip("=").lower()


def is_signed(token: str, key: bytes, wave: str, expires_on: date) -> bool:
    """Whether a token was made with this key for this wave and last day.

    Examples
    --------
    >>> token = new_token(b"k" * 32, "2026-04", date(2026, 6, 1))
    >>> [is_signed(token, b"k" * 32, "2026-04", last) for last in (date(2026, 6, 1), date(2027, 6, 1))]
    [True, False]
    """
    try:
        content = base64.b32decode(token.removeprefix(_FIRST).upper() + "======")
    except ValueError:
        return False
    identity, signature = content[:_ID_BYTES], content[_ID_BYTES:]
    return hmac.compare_digest(signature, _signature(identity, key, wave, expires_on))


def _signature(identity: bytes, key: bytes, wave: str, expires_on: date) -> bytes:
    """Short, since what can't be guessed is the identity: it tells damaged and foreign tokens from ours."""
    said = b"\0".join((b"nps-kit token", identity, wave.encode(), expires_on.isoformat().encode()))
    return hmac.digest(key, said, hashlib.sha256)[:_SIGNATURE_BYTES]
