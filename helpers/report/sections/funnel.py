"""The funnel: from those asked to those who can be valued, and on to all customers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from helpers.base.proportions import wilson_rate
from helpers.base.words import ends_beside
from helpers.collect.funnel import Funnel
from helpers.merge.history import History
from helpers.merge.people import SUMS, people
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Part

STAGES = ("invited", "answered", "usable", "matched", "counted", "valued")


@dataclass(frozen=True)
class StageRow(ChartRow):
    """Persons at a stage of the funnel."""

    charts = ("funnel", "funnel_valued")
    stage: Annotated[str, STAGES]
    persons: int


@section
def funnel(report: Context, stages: Funnel) -> Iterable[Part | None]:
    """From those asked to those known in the CRM and able to give an LRV; from step 2 on to those valued."""
    yield _chart(report, stages) if stages.usable else report.text(report.say("missing_responses"), kind="missing")
    if stages.valued is None:
        yield report.text(*_notes(report, stages))


@section
def persons(report: Context, stages: Funnel, merged: History) -> Iterable[Part | None]:
    """The account in people: sums, and the changes between them."""
    customers = merged.ledgers.get("customers")
    answered = int(merged.rows["segment"].notna().sum())
    account = people(stages, len(merged.rows), customers["rows_in"] if customers else None, answered)
    rows = [
        [report.say(f"people_{line.step}"), *_change_or_sum(report, line.step, line.persons)]
        for line in account.itertuples()
    ]
    yield report.table(("step", "change", "persons"), rows, report.say("people_caption"))


def _change_or_sum(report: Context, step: str, n: int) -> tuple[str, str]:
    said = report.words.count(n)
    return ("", said) if step in SUMS else (f"+{said}" if n > 0 else said, "")


def _notes(report: Context, stages: Funnel) -> Iterator[str]:
    """Response rate, and which files are missing."""
    settings = report.settings
    if settings.responses is not None and stages.invited:
        counts = {"numerator": stages.invited_usable, "denominator": stages.invited}
        rate = wilson_rate(**counts, confidence=settings.confidence)
        low, high = ends_beside("percent", rate.rate, rate.low, rate.high)
        yield report.say("response_rate", rate=rate.rate, low=low, high=high)
    elif settings.responses is not None:
        yield report.say("missing_invitations")
    if settings.customers is None:
        yield report.say("missing_customers")


def _chart(report: Context, stages: Funnel) -> Exhibit:
    later = "counted" if stages.valued is not None else "valued"
    known = {stage: n for stage in STAGES if stage != later and (n := getattr(stages, stage)) is not None}
    frame = pd.DataFrame(known.items(), columns=["stage", "persons"]).assign(
        name=[report.say(f"stage_{stage}") for stage in known],
        label=[_label(report, stages, stage, n) for stage, n in known.items()],
    )
    title = _matched(report, stages) if stages.valued is None else _loss(report, stages)
    text = report.chart_text(title, report.say("funnel_subtitle" if stages.invited else "funnel_subtitle_unasked"))
    drawn = drawing.step_bars(frame.rename(columns={"persons": "value"}), text)
    return report.chart("funnel" if stages.valued is None else "funnel_valued", StageRow, frame, drawn, text)


def _label(report: Context, stages: Funnel, stage: str, n: int) -> str:
    if stage == "usable" and stages.invited:
        return report.say("funnel_of_asked", n=n, asked=stages.invited_usable, share=stages.response_rate)
    if stage in ("matched", "counted", "valued"):
        return report.say("funnel_of_usable", n=n, share=n / stages.usable)
    return report.say("funnel_plain", n=n)


def _matched(report: Context, stages: Funnel) -> str:
    """How many are known in the CRM."""
    if stages.matched is None:
        return report.say("funnel_chart_unmatched", usable=stages.usable)
    matched = stages.matched / stages.usable
    if not stages.invited:
        return report.say("funnel_chart_unasked", answered=stages.usable, matched=matched)
    figures = {"asked": stages.invited, "answered": stages.invited_usable, "rate": stages.response_rate}
    return report.say("funnel_chart", **figures, matched=matched)


def _loss(report: Context, stages: Funnel) -> str:
    """The step at which most are lost."""
    valued = stages.valued or 0
    in_crm = valued if stages.matched is None else stages.matched
    steps = {
        "silent": (stages.invited or 0, stages.invited_usable),
        "unusable": (stages.answered, stages.usable),
        "unknown": (stages.usable, in_crm),
        "later": (in_crm, valued),
    }
    name, (before, after) = max(steps.items(), key=lambda step: step[1][0] - step[1][1])
    if before == after:
        return report.say("loss_none", n=valued)
    return report.say(f"loss_{name}", n=before - after, of=before)
