"""What a figure is tried at: the stops of a slider, the run's own figure among them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log10

from helpers.base.errors import KitError
from helpers.base.words import rounded
from helpers.compare.ltv import acquisition_cost_due
from helpers.merge.customers import is_new
from helpers.run.explore.study import Study

STEPS = 20


@dataclass(frozen=True)
class Scale:
    """The `stops` of a slider, the run's `own` figure among them, and how they are written."""

    label: str
    own: float
    stops: tuple[float, ...]
    text: Callable[[float], str]


def tried(study: Study, parameter: str) -> Scale:
    """Values of a parameter that suit the run.

    Raises
    ------
    KitError
        ``E-PARAMETER`` if the parameter has no slider.
    """
    if parameter not in SCALES:
        raise KitError("E-PARAMETER.slider", name=parameter, known=", ".join(SCALES))
    return SCALES[parameter](study)


def _margins(study: Study) -> Scale:
    own, words = study.settings.gross_margin_rate, study.words
    stops = {own, *(step / STEPS for step in range(1, STEPS + 1))}
    return Scale(words.say("slider_margin"), own, tuple(sorted(stops)), words.percent)


def _costs(study: Study) -> Scale:
    """From nothing to twice the report's own cost; where it has none, to twice what a buyer bought."""
    own, words = _own_cost(study), study.words
    step = _round_step(2 * (own or _net_per_buyer(study)) / STEPS)
    stops = tuple(rounded(step * i) for i in range(STEPS + 1))
    label = words.say("slider_acquisition", currency=words.unit)
    return Scale(label, own, tuple(sorted({own, *stops})), words.money)


def _own_cost(study: Study) -> float:
    """The report's cost of a new customer; by channel or by customer, its mean over the new customers."""
    settings = study.settings
    if not isinstance(settings.acquisition_cost, dict) and "acquisition_cost" not in study.customers:
        return settings.acquisition_cost
    due = acquisition_cost_due(study.customers, settings)[is_new(study.customers, settings)]
    return rounded(float(due.mean())) if len(due) else 0.0


def _net_per_buyer(study: Study) -> float:
    bought = study.customers.loc[study.customers["orders"] >= 1, "net_amount"]
    return float(bought.mean()) / 10**study.settings.minor_digits if len(bought) else 0.0


def _round_step(least: float) -> float:
    """Smallest of …, 0.5, 1, 2, 5, 10, 20, … that is not below `least`; 1 where that is nothing.

    Examples
    --------
    >>> _round_step(350), _round_step(0.12), _round_step(0)
    (500.0, 0.2, 1.0)
    """
    if least <= 0:
        return 1.0
    power = floor(log10(least))
    return next(step for step in (float(f"{digit}e{power}") for digit in (1, 2, 5, 10)) if step >= least)


def _conversions(study: Study) -> Scale:
    """From nobody to everybody, in finer steps up to twice the report's own k; unanchored, to the most it can be."""
    (own, most), words = _own_conversion(study), study.words
    top = most or max(1.0, _round_step(own))
    quarters = [rounded((own or top) * i / 4) for i in range(9)]
    stops = {own, top, *(rounded(top * i / STEPS) for i in range(STEPS + 1)), *(k for k in quarters if k <= top)}
    return Scale(words.say("slider_conversion"), own, tuple(sorted(stops)), words.decimal)


def _incremental(study: Study) -> Scale:
    own, words = study.settings.incremental_share, study.words
    stops = {own, *(step / STEPS for step in range(STEPS + 1))}
    return Scale(words.say("explore_incremental"), own, tuple(sorted(stops)), words.percent)


def _own_conversion(study: Study) -> tuple[float, float | None]:
    """The report's k, to three digits where it was worked out, 0 where there is none; and the most where it has none.

    Where nothing anchors k the report counts purchases alone, as k = 0 does.
    """
    if not isinstance(study.settings.conversion, str):
        return study.settings.conversion, None
    referral = study.result.referral
    k = rounded(referral.conversion or 0.0)
    return (k, None) if referral.anchored else (0.0, k)


SCALES: dict[str, Callable[[Study], Scale]] = {
    "gross_margin_rate": _margins,
    "acquisition_cost": _costs,
    "conversion": _conversions,
    "incremental_share": _incremental,
}
