"""What to do next rests on this: why they think so, what is at stake, whom to call."""

from dataclasses import dataclass

import pandas as pd

from helpers.collect.wording.uses import word_uses
from helpers.compare.basis import Basis
from helpers.compare.call_effect import CallEffect, call_effect
from helpers.compare.call_list import CallList, call_list
from helpers.compare.comparison import Comparison
from helpers.compare.drivers.drivers import Drivers, drivers
from helpers.compare.forecast.foreseen import AtStake, Forecast
from helpers.compare.forecast.next_year import forecast
from helpers.compare.forecast.stakes import stakes
from helpers.compare.gaps import compared
from helpers.compare.quadrants import Quadrants, quadrants
from helpers.compare.silent_detectors import Complaints, complaints
from helpers.compare.words import SegmentWords, words
from helpers.merge.since_calls import Calling


@dataclass(frozen=True, repr=False)
class Outlook:
    """The comparison and the complaints of the notebook before, and what lies ahead; its text shows nobody."""

    result: Comparison
    complaints: Complaints
    forecast: Forecast | None = None
    stakes: AtStake | None = None
    drivers: Drivers | None = None
    words: SegmentWords | None = None
    quadrants: Quadrants | None = None
    calls: CallList | None = None
    effect: CallEffect | None = None


def outlook(base: Basis, written: pd.DataFrame | None, at_hand: Calling) -> Outlook:
    """All of it, in full.

    Parameters
    ----------
    written : DataFrame or None
        Comments, as step 1 hands them on.
    at_hand : Calling
        As made by `helpers.merge.calling.calling`.
    """
    result, foreseen = compared(base), forecast(base)
    at_stake = stakes(base, foreseen)
    return Outlook(
        result,
        complaints(base),
        foreseen,
        at_stake,
        drivers(base),
        words(base, word_uses(written, base.settings)),
        quadrants(base, result),
        call_list(base, at_stake.people, at_hand, written),
        call_effect(base, at_hand),
    )
