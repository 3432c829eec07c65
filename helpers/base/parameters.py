"""Values checked against a room's settings: what is wrong with a parameter, in words; and what its help says."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from helpers.base.errors import KitError, Said
from helpers.base.parameter_faults import Faults
from helpers.base.settings import PARAMETER_GROUPS, Settings

_Kind = TypeVar("_Kind", bound=Settings)
_ROUNDS = 9
_STAND_INS = {"as_of": "2199-12-31"}


def validated(kind: type[_Kind], values: Mapping[str, Any]) -> _Kind:
    """Settings of a kind from a mapping of names to values.

    Raises
    ------
    KitError
        ``E-PARAMETER``, naming each parameter that is unknown, of a wrong type or out of range.

    Examples
    --------
    >>> validated(Settings, {"as_of": "2026-04-01"}).as_of.isoformat()
    '2026-04-01'
    >>> validated(Settings, {"as_of": "2026-04-01", "curency": "JPY"})
    Traceback (most recent call last):
    helpers.base.errors.KitError: E-PARAMETER curency: no such parameter; did you mean currency?
    """
    settings, error, _ = sound_part(kind, values)
    if error:
        raise error
    assert settings is not None, "nothing is wrong"
    return settings


def sound_part(kind: type[_Kind], values: Mapping[str, Any]) -> tuple[_Kind | None, KitError | None, frozenset[str]]:
    """Settings of those values that can be used, the error about the others, and the names of these.

    What is wrong with several parameters together shows only without those that are wrong by themselves: these are
    left out one round after the other. A required one has a value that stands in for it.

    Examples
    --------
    >>> settings, error, left_out = sound_part(Settings, {"as_of": "2026-04-01", "currency": "YEN", "seeds": 7})
    >>> settings.currency, str(error), sorted(left_out)  # doctest: +NORMALIZE_WHITESPACE
    ('JPY', 'E-PARAMETER currency: a currency code such as JPY is needed; seeds: no such parameter; did you mean seed?',
     ['currency', 'seed', 'seeds'])
    """
    kept, faults = dict(values), Faults(kind)
    for _ in range(_ROUNDS):
        try:
            return kind.model_validate(kept), faults.error(), frozenset(faults.left_out)
        except ValidationError as error:
            faults.add(sorted(error.errors(include_input=False, include_url=False), key=_place_in(kind)))
        kept = {name: value for name, value in kept.items() if name not in faults.left_out}
        kept |= {name: value for name, value in _STAND_INS.items() if name in faults.left_out}
    return None, faults.error(), frozenset(faults.left_out)


def in_groups(kind: type[Settings]) -> dict[str, list[str]]:
    """Names of the parameters of each group, in the order in which people see them.

    Examples
    --------
    >>> in_groups(Settings)["period"]
    ['as_of']
    """
    return {
        group: [name for name in kind.model_fields if _about(kind, name)["group"] == group]
        for group in PARAMETER_GROUPS
    }


def meaning(kind: type[Settings], name: str) -> Said:
    """What a parameter means, in one line.

    Examples
    --------
    >>> meaning(Settings, "seed")["en"]
    'seed of the draws'
    """
    return _about(kind, name)["help"]


def more_on(kind: type[Settings], name: str) -> Said:
    """What else there is to say of a parameter; empty where that is nothing.

    Examples
    --------
    >>> more_on(Settings, "seed")
    {}
    """
    return _about(kind, name)["more"]


def _about(kind: type[Settings], name: str) -> dict[str, Any]:
    about = kind.model_fields[name].json_schema_extra
    assert isinstance(about, dict), "defined by `parameter`"
    return about


def _place_in(kind: type[Settings]) -> Any:
    """Key that sorts pydantic's accounts by their parameters' places; those of no parameter come last."""
    places = {name: place for place, name in enumerate(name for names in in_groups(kind).values() for name in names)}
    return lambda detail: places.get(str(next(iter(detail["loc"]), "")), len(places))
