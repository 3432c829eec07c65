"""What lies ahead, as one: why they think so, what is at stake, whom to call."""

from dataclasses import dataclass

from helpers.compare.call_effect import CallEffect
from helpers.compare.call_list import CallList
from helpers.compare.comparison import Comparison
from helpers.compare.drivers.drivers import Drivers
from helpers.compare.forecast.foreseen import AtStake, Forecast
from helpers.compare.quadrants import Quadrants
from helpers.compare.silent_detectors import Complaints
from helpers.compare.words import SegmentWords


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
