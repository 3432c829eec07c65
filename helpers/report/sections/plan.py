"""The plan: whom to ask, how many, who is left out."""

from collections.abc import Iterable, Iterator

from helpers.base.words import MISSING
from helpers.collect.plan.bands import CHANNELS
from helpers.collect.plan.needs import Need
from helpers.collect.plan.sampling import JOINT, Plan
from helpers.collect.plan.sizes import POWER
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part
from helpers.report.sections.monitor import band_name


@section
def plan(report: Context, drawn: Plan | None) -> Iterable[Part | None]:
    """Whom to ask and what to look at; one sentence where there are answers, or no customers."""
    if drawn is None:
        yield report.text(report.say("plan_over" if report.settings.responses else "plan_unknown"))
        return
    yield report.text(
        *(_asked(report, drawn) if drawn.eligible else [report.say("plan_nobody")]), *_notes(report, drawn)
    )
    yield _left_out(report, drawn)
    rows = [_need(report, need) for need in drawn.needs.lines]
    caption = report.say("plan_needs_caption", answers=drawn.needs.answers)
    yield report.table(("wish", "wanted", "answers_needed", "to_ask", "reached"), rows, caption, few=None)
    if report.settings.stratify_by:
        yield _strata(report, drawn)


def _asked(report: Context, drawn: Plan) -> Iterator[str]:
    """How many to ask and why, and what to expect."""
    needs, eligible = drawn.needs, drawn.eligible
    short = bool(needs.wished and needs.wished > eligible)
    key = "short" if short else "all" if needs.ask == eligible else needs.because
    figures = {"wave": drawn.wave, "ask": needs.ask, "eligible": eligible, "wished": needs.wished}
    yield report.say(f"plan_{key}", **figures)
    margin = next(line.reached for line in needs.lines if line.wish == "margin_worst")
    expected = {"answers": needs.answers, "rate": report.settings.expected_response_rate}
    yield report.say("plan_expected", margin=report.words.decimal(margin), **expected)


def _notes(report: Context, drawn: Plan) -> Iterator[str]:
    """Who was counted, and what to beware of."""
    left = int(drawn.left_out["customers"].sum())
    yield report.say("plan_counts", rows=drawn.rows_in, left=left, eligible=drawn.eligible)
    if "consent_unknown" in set(drawn.left_out["reason"]):
        yield report.say("plan_consent")
    if drawn.refusing:
        yield report.say("plan_refusing", names=report.say("list_separator").join(drawn.refusing))
    if drawn.opt_outs_unknown:
        yield report.say("plan_strangers", n=drawn.opt_outs_unknown)
    if not drawn.eligible:
        return
    if any(part in CHANNELS for stratum in drawn.strata["stratum"] for part in stratum.split(JOINT)):
        yield report.say("rates_unnamed")
    if drawn.remembered:
        yield report.say("plan_remembered", wave=drawn.wave)
    if len(drawn.withdrawn):
        yield report.say("plan_withdrawn", n=len(drawn.withdrawn))


def _left_out(report: Context, drawn: Plan) -> Grid | None:
    """Why customers are not asked, and who is left: the counts close."""
    counts = {f"reason_{row.reason}": row.customers for row in drawn.left_out.itertuples()}
    counts |= {"plan_row_eligible": drawn.eligible, "total": drawn.rows_in}
    rows = [[report.say(key), report.words.count(n)] for key, n in counts.items()]
    return report.table(("plan_reason", "customers"), rows, report.say("plan_left_caption"))


def _need(report: Context, need: Need) -> list[str]:
    """Answers and customers that a wish needs, and what the answers expected give."""
    is_money, words = need.wish == "gap", report.words
    sizes = [
        MISSING if size is None else words.money(size) if is_money else report.say("plus_minus", points=size)
        for size in (need.wanted, need.reached)
    ]
    name = report.say("wish_gap", power=POWER) if is_money else report.say(f"wish_{need.wish}")
    return [name, sizes[0], words.count(need.answers), words.count(need.ask), sizes[1]]


def _strata(report: Context, drawn: Plan) -> Grid | None:
    """Customers who may be asked and who are asked, by stratum."""
    rows = [
        [_stratum(report, row.stratum), *map(report.words.count, (row.eligible, row.asked))]
        for row in drawn.strata.itertuples()
    ]
    return report.table(("stratum", "eligible", "asked"), rows, report.say("strata_caption"))


def _stratum(report: Context, name: str) -> str:
    """Bands of a stratum in words."""
    kinds, parts = tuple(dict.fromkeys(report.settings.stratify_by)), name.split(JOINT)
    if len(kinds) != len(parts):  # a channel whose name, as the settings have it, holds the joint
        return name
    return JOINT.join(band_name(report, kind, part) for kind, part in zip(kinds, parts, strict=True))
