"""Which figures a shop may set a target for, in which unit, which way is better, and what is told of it (METHOD §6)."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from helpers.base.letters import cleaned
from helpers.base.results import Estimate, public
from helpers.base.settings import not_a, one_line
from helpers.compare.figures import PAIRS
from helpers.merge.kpi_names import KPIS

SCORE_GOALS = ("nps", "nps_weighted")
GAP_GOALS: Mapping[str, tuple[str, str]] = {
    f"gap_{measure}_{pair}": (measure, pair) for measure in ("ltv", "value") for pair in PAIRS
}  # name → measure and pair
GOALS = (*SCORE_GOALS, *KPIS, *GAP_GOALS)
LOWER_IS_BETTER = tuple(kpi for kpi in KPIS if kpi != "repeat_rate")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_RANGES = {**dict.fromkeys(SCORE_GOALS, (-100.0, 100.0)), **dict.fromkeys(KPIS, (0.0, 1.0))}
_LONGEST_OWNER: Final = 60


@dataclass(frozen=True)
class Attainment:
    """A figure beside its target, in one unit: NPS in points, rates 0…1, gaps in units of the currency.

    ``state``: met or missed where the interval lies wholly on one side of the target, open where it holds it,
    bare without an interval, unknown where the figure does not exist or is hidden.
    """

    target: float = public(exact=True)
    owner: str = public()
    figure: Estimate | None = public()
    distance: float | None = public()  # figure − target
    state: str = public()


def checked_goals(value: object) -> object:
    """Targets in one form: figure → target, owner (empty where none is named).

    NPS is in points −100…100; a rate is a share 0…1, or a text such as ``40%``; a gap is money.

    Raises
    ------
    PydanticCustomError
        Said as ``E-PARAMETER``, for a figure that is none, a target out of its range, an owner that is no short text.

    Examples
    --------
    >>> checked_goals({"nps": {"target": 30, "owner": "Sales"}, "churn_rate": {"target": "12.5%"}})
    {'nps': {'target': 30.0, 'owner': 'Sales'}, 'churn_rate': {'target': 0.125, 'owner': ''}}
    """
    if not isinstance(value, Mapping):
        raise not_a("target_form")
    for name in value:
        if name not in GOALS:
            raise _no_such(str(name))
    return {name: _goal(name, goal) for name, goal in value.items()}


def _no_such(name: str) -> PydanticCustomError:
    near = difflib.get_close_matches(name, GOALS, n=1, cutoff=0.5)
    return not_a("target_near", near=near[0]) if near else not_a("target_name", known=", ".join(GOALS))


def _goal(name: str, goal: Any) -> dict[str, Any]:
    if not isinstance(goal, Mapping) or "target" not in goal or set(goal) - {"target", "owner"}:
        raise not_a("target_form")
    return {"target": _number(name, goal["target"]), "owner": _owner(goal.get("owner", ""))}


def _number(name: str, target: object) -> float:
    low, high = _RANGES.get(name, (-float("inf"), float("inf")))
    share = _PER_CENT.fullmatch(target.strip()) if isinstance(target, str) and name in KPIS else None
    number = float(share[1]) / 100 if share else target
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
        raise not_a("target_number", of=name)
    if not low <= number <= high:
        raise not_a("target_number", of=name)
    return float(number)


def _owner(owner: object) -> str:
    """A person's or department's name, shown in the report; an address would not pass as one."""
    if not isinstance(owner, str) or "@" in owner or len(owner) > _LONGEST_OWNER:
        raise not_a("target_owner", letters=_LONGEST_OWNER)
    return one_line(cleaned(owner))


Goals = Annotated[dict[str, dict[str, float | str]], BeforeValidator(checked_goals)]
