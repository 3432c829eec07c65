"""``summary.json``: the figures of a report for machines (names: the contract in the README)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.collect.nps import Nps
from helpers.compare.gaps import Comparison
from helpers.compare.nonresponse.effects import NonResponse
from helpers.compare.robustness.points import Gap
from helpers.compare.robustness.scenarios import Scenario


def summary(
    nps: Nps,
    funnel: Mapping[str, int | None],
    result: Comparison,
    rates: dict[str, dict[str, Rate]],
    ladder: pd.DataFrame | None,
    growth: Mapping[str, float | None] | None,
    ledgers: dict[str, dict],
    settings: Settings,
) -> dict:
    """All figures of a report.

    Returns
    -------
    dict
        report (name, note, as_of, window, currency), nps (points −100…100), funnel (invited, answered,
        usable, matched, valued …: see `helpers.collect.funnel.Funnel`), segments, gaps, referral,
        kpis (0…1), heinrich, earned_growth, customers, ledgers. Money in units of the currency;
        ``None`` where suppressed or not computable.
    """
    about = ("report_name", "shop_name", "note", "as_of", "window", "window_days", "currency")
    return {
        "report": {name: getattr(settings, name) for name in about},
        "nps": nps_points(nps),
        "funnel": dict(funnel),
        "segments": result.segments,
        "gaps": result.gaps,
        "referral": result.referral,
        "kpis": {kpi: {group: asdict(rate) for group, rate in groups.items()} for kpi, groups in rates.items()},
        "heinrich": None if ladder is None else ladder.set_index("severity").to_dict("index"),
        "earned_growth": growth,
        "customers": result.customers,
        "ledgers": ledgers,
    }


def certainty(
    scenarios: Sequence[Scenario],
    missing: NonResponse,
    adjusted: Mapping[str, Mapping[str, Gap]],
    points: Mapping[str, Mapping[str, Gap]],
) -> dict:
    """Figures of ``summary.json`` on how far the comparison holds.

    Parameters
    ----------
    adjusted : mapping
        Pair → measure → gap like with like.
    points : mapping
        ``plain`` and ``adjusted`` → move → value of one more point.

    Returns
    -------
    dict
        robustness (scenario → gap promoter − detractor), nonresponse (money, weights, weighted: nps in
        points, segments, gaps; bounds: NPS in points), adjusted, point_value.
    """
    weighted = {"nps": _points(missing.nps["weighted"]), "segments": _weighted(missing.segments)}
    bounds = {name: part | {"nps": _scaled(part["nps"])} for name, part in missing.bounds.items()}
    return {
        "robustness": {one.name: one.gap for one in scenarios},
        "nonresponse": {
            "money": missing.money,
            "weights": missing.weights,
            "weighted": weighted | {"gaps": _weighted(missing.gaps)},
            "bounds": bounds,
        },
        "adjusted": adjusted,
        "point_value": points,
    }


def _weighted(parts: Mapping[str, Mapping[str, Mapping]]) -> dict:
    return {name: {measure: both["weighted"] for measure, both in part.items()} for name, part in parts.items()}


def _points(score: Mapping[str, float] | None) -> dict[str, float | None] | None:
    return None if score is None else {name: _scaled(value) for name, value in score.items()}


def _scaled(share: float | None) -> float | None:
    return None if share is None else 100 * share


def nps_points(nps: Nps) -> dict[str, float | int | None]:
    """Score and interval in points, with the counts behind them.

    Examples
    --------
    >>> from helpers.collect.nps import nps_from_counts
    >>> nps_points(nps_from_counts(10, 20, 70))["value"]
    60.0
    """
    points = {name: 100 * getattr(nps, name) if nps.n else None for name in ("value", "low", "high")}
    counts = {"promoters": nps.promoters, "passives": nps.passives, "detractors": nps.detractors}
    return {**points, "n": nps.n, **counts}
