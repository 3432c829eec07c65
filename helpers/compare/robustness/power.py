"""How many answers would tell a gap apart from zero."""

from math import ceil

from helpers.base.normal import quantile_of_normal
from helpers.base.results import Estimate
from helpers.collect.plan.sizes import POWER


def answers_needed(gap: Estimate | None, answers: int, confidence: float) -> int | None:
    """Answers with which a gap as large as the one seen would be told apart in 80 % of surveys.

    The standard error, read from the interval's width, falls with the root of the number of answers; the
    gap is told apart in 80 % of surveys where it is z(confidence) + z(power) of them (two-sided
    normal test; e.g. Cohen 1988, Statistical Power Analysis). That the true gap is the one seen is an
    assumption, which whoever passes the number on has to say. ``None`` without a gap or an interval, or where the
    gap is zero.

    Examples
    --------
    >>> answers_needed(Estimate(1.0, -0.96, 2.96), 100, 0.95)  # standard error 1
    785
    """
    if not gap or gap.low is None or gap.high is None or not gap.estimate:
        return None
    wanted = quantile_of_normal(confidence) + quantile_of_normal(2 * POWER - 1)
    error = (gap.high - gap.low) / 2 / quantile_of_normal(confidence)
    return ceil(answers * (wanted * error / gap.estimate) ** 2)
