"""Looks ahead: all that what to do next is made of."""

import pandas as pd

from helpers.collect.wording.uses import word_uses
from helpers.compare.basis import Basis
from helpers.compare.call_effect import call_effect
from helpers.compare.call_list import call_list
from helpers.compare.drivers.drivers import drivers
from helpers.compare.forecast.next_year import forecast
from helpers.compare.forecast.stakes import stakes
from helpers.compare.gaps import compared
from helpers.compare.outlook import Outlook
from helpers.compare.quadrants import quadrants
from helpers.compare.silent_detectors import complaints
from helpers.compare.words import words
from helpers.merge.since_calls import Calling


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
