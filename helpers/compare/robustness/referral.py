"""Word of mouth counted otherwise: each choice of LRV made the other way (METHOD §4)."""

from typing import Any

from helpers.compare.basis import Basis, with_referral
from helpers.compare.lrv import is_recorded
from helpers.compare.robustness.scenarios import Specifications, specification
from helpers.compare.settings import CompareSettings

UNCAPPED = "uncapped"


def referral_scenarios(base: Basis) -> Specifications:
    """The report's own choices of LRV, and each of them made the other way."""
    ways = [specification("reported", base)]
    for name, chosen in _other_choices(base).items():
        capped = base.cap.counts_above if name == UNCAPPED else 0
        ways.append(specification(name, with_referral(base, chosen), capped))
    return Specifications(tuple(ways))


def _other_choices(base: Basis) -> dict[str, CompareSettings]:
    settings = base.settings
    recorded = is_recorded(base.customers, settings)
    changes: dict[str, dict[str, Any]] = {}
    if settings.conversion != "none" and recorded:
        changes["conversion_none"] = {"conversion": "none"}
    if settings.conversion != "crm" and recorded:
        changes["conversion_crm"] = {"conversion": "crm"}
    own = settings.influence_rule == "own"
    changes["influence_common" if own else "influence_own"] = {"influence_rule": "common" if own else "own"}
    changes[UNCAPPED] = {"max_recommendations": float("inf")}
    changes["half_incremental"] = {"incremental_share": settings.incremental_share / 2}
    if recorded and isinstance(settings.referred_ltv, str):
        other = "referral" if settings.referred_ltv == "all" else "all"
        changes[f"referred_ltv_{other}"] = {"referred_ltv": other}
    return {name: settings.model_copy(update=change) for name, change in changes.items()}
