"""What an index of reports says of each: its figures, or why it has none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.compare.figures import UNANCHORED
from helpers.report.context import Context
from helpers.report.settings import ReportSettings
from helpers.run.batch.persons import NO_PERSONS, ReportPersons

LEAST_DATES = 3  # that make a trend
Worded = Callable[[float | None], str]


@dataclass(frozen=True)
class Entry:
    """One report of a batch.

    Parameters
    ----------
    settings : ReportSettings
    summary : mapping
        Its ``summary.json``; empty where it failed.
    error : str
        Why it failed, in its language; empty where it did not.
    persons : ReportPersons
        Whom it is of.
    answers_until : date or None
        Last day of the answers that count, where the batch has set it.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> entry = Entry(checked({"as_of": "2026-04-01"}), {"nps": {"n": 9, "value": 30.0, "low": 14.0, "high": 44.0}})
    >>> entry.nps, entry.gap("value").estimate
    (Estimate(estimate=30.0, low=14.0, high=44.0), None)
    """

    settings: ReportSettings
    summary: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    persons: ReportPersons = NO_PERSONS
    answers_until: date | None = None

    def report(self, words: Words) -> Context:
        """Context of the report in the words of the index."""
        spoken = {"language": words.language, "currency": words.currency}
        return Context(self.settings.model_copy(update=spoken))

    @property
    def answers(self) -> int | None:
        return self.summary.get("nps", {}).get("n")

    @property
    def customers(self) -> int | None:
        """All customers, asked or not."""
        return self.summary.get("customers", {}).get("n")

    @property
    def nps(self) -> Estimate:
        """NPS in points."""
        score = self.summary.get("nps", {})
        return Estimate(score.get("value"), score.get("low"), score.get("high"))

    @property
    def measure(self) -> str:
        """What the report compares on its first screen: ``value`` where it is anchored and known, else ``ltv``."""
        anchored = self.summary.get("referral", {}).get("conversion_source") != UNANCHORED
        return "value" if anchored and self.gap("value").estimate is not None else "ltv"

    def mean(self, segment: str, measure: str) -> float | None:
        """Money a customer of a segment brings."""
        block = self.summary.get("segments", {}).get(segment) or {}
        return (block.get(measure) or {}).get("mean")

    def gap(self, measure: str) -> Estimate:
        """Money that a promoter brings more than a detractor."""
        pair = self.summary.get("gaps", {}).get("promoter_detractor") or {}
        gap = pair.get(measure) or {}
        return Estimate(gap.get("estimate"), gap.get("low"), gap.get("high"))


def finished(entries: Sequence[Entry]) -> list[Entry]:
    """Those that did not fail, in their order."""
    return [entry for entry in entries if not entry.error]


def names_of(entries: Sequence[Entry], words: Words) -> str:
    """Names of reports as a sentence lists them."""
    names = [entry.settings.report_name for entry in entries]
    return reduce(lambda first, other: words.say("index_list", first=first, other=other), names)


def over_time(entries: Sequence[Entry], least: int = LEAST_DATES) -> list[Entry]:
    """The finished reports in order of their dates, where these are all that sets them apart; else none.

    At least so many dates, no date twice, and the same shop, customers, currency, language and window.
    """
    done = sorted(finished(entries), key=lambda entry: entry.settings.as_of)
    dates = {entry.settings.as_of for entry in done}
    alike = {_shop(entry.settings) for entry in done}
    return done if len(dates) == len(done) >= least and len(alike) == 1 else []


def _shop(settings: ReportSettings) -> tuple:
    same = ("shop_name", "currency", "language", "window", "window_days")
    return (*(getattr(settings, name) for name in same), repr(sorted(settings.where.items())))


def common_measure(entries: Sequence[Entry]) -> str:
    """``value`` where all that have a gap have it by value, else ``ltv``: what can be compared across them."""
    with_gap = [entry for entry in entries if entry.gap("ltv").estimate is not None or entry.measure == "value"]
    return "value" if all(entry.measure == "value" for entry in with_gap) else "ltv"


def points_worded(words: Words) -> Worded:
    """How NPS in points is told.

    Examples
    --------
    >>> points_worded(Words("en", "JPY"))(30.0)
    '+30'
    """
    return lambda value: words.points(None if value is None else value / 100)
