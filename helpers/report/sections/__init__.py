"""One topic a module: its chart, tables and sentences, made of results that may be shown."""

from helpers.report.parts import ChartRow
from helpers.report.sections.adjusted import adjusted, bases_line
from helpers.report.sections.advice import advice, caveats, outlook
from helpers.report.sections.at_stake import at_stake
from helpers.report.sections.balance import balance, sensitivity
from helpers.report.sections.call_effect import call_effect
from helpers.report.sections.calls import calls
from helpers.report.sections.closing import versions, written
from helpers.report.sections.comments import comments
from helpers.report.sections.complaints import complaints
from helpers.report.sections.drivers import drivers
from helpers.report.sections.funnel import funnel, persons
from helpers.report.sections.gaps import gaps
from helpers.report.sections.groups import groups
from helpers.report.sections.growth import growth
from helpers.report.sections.kpis import kpis
from helpers.report.sections.ledgers import ledgers
from helpers.report.sections.money import coverage, customers, matched, money
from helpers.report.sections.monitor import monitor
from helpers.report.sections.next_year import next_year
from helpers.report.sections.nonresponse import bounds, nonresponse, weighting
from helpers.report.sections.plan import plan
from helpers.report.sections.points import points
from helpers.report.sections.quadrants import quadrants
from helpers.report.sections.readings import readings
from helpers.report.sections.referral import counted_otherwise, counts, referral
from helpers.report.sections.robustness import robustness
from helpers.report.sections.score import score, score_interval, scores
from helpers.report.sections.score_curve import score_curve
from helpers.report.sections.targets import targets
from helpers.report.sections.value import answer, value
from helpers.report.sections.waves import moves, waves
from helpers.report.sections.words import words

__all__ = [
    "CHART_ROWS",
    "adjusted",
    "advice",
    "answer",
    "at_stake",
    "balance",
    "bases_line",
    "bounds",
    "call_effect",
    "calls",
    "caveats",
    "comments",
    "complaints",
    "counted_otherwise",
    "counts",
    "coverage",
    "customers",
    "drivers",
    "funnel",
    "gaps",
    "groups",
    "growth",
    "kpis",
    "ledgers",
    "matched",
    "money",
    "monitor",
    "moves",
    "next_year",
    "nonresponse",
    "outlook",
    "persons",
    "plan",
    "points",
    "quadrants",
    "readings",
    "referral",
    "robustness",
    "score",
    "score_curve",
    "score_interval",
    "scores",
    "sensitivity",
    "targets",
    "value",
    "versions",
    "waves",
    "weighting",
    "words",
    "written",
]

CHART_ROWS: dict[str, type[ChartRow]] = {chart: row for row in ChartRow.__subclasses__() for chart in row.charts}
