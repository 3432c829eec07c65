"""Values checked against a room's settings: what is wrong with a parameter, in words; and what its help says."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from helpers.base.errors import LANGUAGES, TEXTS, KitError, Said, sentence
from helpers.base.settings import PARAMETER_GROUPS, Settings

_Kind = TypeVar("_Kind", bound=Settings)
_BETWEEN = {"en": "; ", "ja": " "}


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
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        complaints = [_complaint(detail, kind) for detail in sorted(details, key=_place_in(kind))]
        raise KitError("E-PARAMETER", {language: _listed(complaints, language) for language in LANGUAGES}) from None


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


def _listed(complaints: Iterable[Said], language: str) -> str:
    return _BETWEEN[language].join(dict.fromkeys(said[language] for said in complaints))


def _complaint(detail: Any, kind: type[Settings]) -> Said:
    """What is wrong with a parameter, from pydantic's account of it; never its value."""
    name, fault, named = str(next(iter(detail["loc"]), "")), detail["type"], detail.get("ctx", {})
    if fault in ("extra_forbidden", "invalid_key"):
        near = difflib.get_close_matches(name, kind.model_fields, n=1)
        if near:
            return sentence("E-PARAMETER.misspelt", name=name, near=near[0])
        return sentence("E-PARAMETER.unknown", name=name)
    key = next(key for end in (name, fault, "other") if (key := f"E-PARAMETER.{end}") in TEXTS)
    return sentence(key, **{"name": name} | {key: _plain(value) for key, value in named.items()})


def _plain(value: Any) -> Any:
    """Limit or choice as a parameter file has it: 1 for 1.0, "a", "b" for 'a' or 'b'."""
    if isinstance(value, str):
        return value.replace("' or '", "', '").replace("'", '"')
    return int(value) if isinstance(value, float) and value.is_integer() else value
