"""Sliders over a finished run: one parameter moves, the answer beside it changes."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import floor, log10

import ipywidgets
import pandas as pd
from IPython.display import display

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, output_root
from helpers.base.parameter_files import read_yaml
from helpers.base.words import Words, rounded
from helpers.compare.ltv import acquisition_cost_due
from helpers.disclosure.comparison import comparison
from helpers.merge.customers import is_new
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part, Text
from helpers.report.sections.value import value_headline
from helpers.report.settings import ReportSettings
from helpers.report.steps import SETTINGS, read_step
from helpers.run.settings import SAMPLE, checked, report_settings

RESAMPLES_WHILE_MOVING = 400
STEPS = 20


@dataclass(frozen=True)
class Study:
    """A finished run to play with: its settings, customers and answers."""

    settings: ReportSettings
    customers: pd.DataFrame
    answers: pd.DataFrame | None

    @property
    def report(self) -> Context:
        """Words and settings of the run."""
        return Context(self.settings)

    @property
    def words(self) -> Words:
        """The run's language and currency."""
        return self.report.words


@dataclass(frozen=True)
class Scale:
    """What a parameter is tried at: the slider's `stops`, the report's `own` among them, and a few `fixed` values."""

    label: str
    own: float
    stops: tuple[float, ...]
    fixed: tuple[float, ...]
    text: Callable[[float], str]


def finished_run(report_name: str) -> Study:
    """Study of a run in ``out``, or of the sample's committed copy.

    Raises
    ------
    KitError
        ``E-STEP-MISSING`` if there is no such run.
    """
    kept = output_root() / report_name / PRIVATE / SETTINGS
    if kept.exists():
        settings = checked(json.loads(kept.read_text(encoding="utf-8")))
    elif report_name == "sample":
        settings = report_settings(read_yaml(SAMPLE), report_name)
    else:
        raise KitError("E-STEP-MISSING.report", report=report_name)
    customers, _ = read_step(settings, "customers")
    answers, _ = read_step(settings, "responses")
    return Study(settings, customers, answers)


@section
def answer(report: Context, study: Study) -> Iterable[Part | None]:
    """The report's answer and its note."""
    yield report.text(answer_sentence(study), kind="headline")
    yield report.text(report.settings.note, kind="note")


def answer_sentence(study: Study, **changes: float) -> str:
    """The report's answer with some parameters changed.

    A changed ``acquisition_cost`` also stands in for the costs that the customers file has of its own.

    Raises
    ------
    KitError
        ``E-PARAMETER`` if a value is out of its range.
    """
    settings = checked({**study.settings.model_dump(), "resamples": RESAMPLES_WHILE_MOVING, **changes})
    replaced = ["acquisition_cost"] if "acquisition_cost" in changes else []
    customers = study.customers.drop(columns=replaced, errors="ignore")
    return value_headline(Context(settings), comparison(customers, study.answers, settings))


def slider(study: Study, parameter: str) -> None:
    """Show a slider for one parameter with the sentence that it changes beside it.

    Where the answer is the same from one end to the other, say so instead.
    """
    scale = tried(study, parameter)
    if len({answer_sentence(study, **{parameter: end}) for end in (scale.fixed[0], scale.fixed[-1])}) == 1:
        display(study.report.text(study.words.say("slider_idle", label=scale.label), kind="missing"))
        return
    control = ipywidgets.SelectionSlider(
        options=[(scale.text(stop), stop) for stop in scale.stops], value=scale.own, description=scale.label,
        continuous_update=False, style={"description_width": "initial"}, layout={"width": "100%"},
    )  # fmt: skip
    told = ipywidgets.HTML()

    def move(change: dict) -> None:
        told.value = Text((answer_sentence(study, **{parameter: change["new"]}),))._repr_html_()

    control.observe(move, names="value")
    move({"new": scale.own})
    display(ipywidgets.VBox([control, told]))


@section
def at_values(report: Context, study: Study, parameter: str) -> Iterable[Part | None]:
    """Answers at a few values of one parameter, for readers of a static page; nothing where they are all the same."""
    scale = tried(study, parameter)
    answers = [answer_sentence(study, **{parameter: value}) for value in scale.fixed]
    if len(set(answers)) > 1:
        told = {scale.label: map(scale.text, scale.fixed), report.say("head_answer"): answers}
        yield Grid(pd.DataFrame(told), texts=2)


def tried(study: Study, parameter: str) -> Scale:
    """Values of a parameter that suit the run.

    Raises
    ------
    KitError
        ``E-PARAMETER`` if the parameter has no slider.
    """
    scales = {"gross_margin_rate": _margins, "acquisition_cost": _costs, "conversion": _conversions}
    if parameter not in scales:
        raise KitError("E-PARAMETER.slider", name=parameter, known=", ".join(scales))
    return scales[parameter](study)


def _margins(study: Study) -> Scale:
    own, words = study.settings.gross_margin_rate, study.words
    stops = {own, *(step / STEPS for step in range(1, STEPS + 1))}
    return Scale(words.say("slider_margin"), own, tuple(sorted(stops)), (0.2, 0.4, 0.6, 0.8, 1.0), words.percent)


def _costs(study: Study) -> Scale:
    """From nothing to twice the report's own cost; where it has none, to twice what a buyer bought."""
    own, words = _own_cost(study), study.words
    step = _round_step(2 * (own or _net_per_buyer(study)) / STEPS)
    stops = tuple(rounded(step * i) for i in range(STEPS + 1))
    label = words.say("slider_acquisition", currency=words.unit)
    return Scale(label, own, tuple(sorted({own, *stops})), stops[:: STEPS // 4], words.money)


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
    chosen = (0, 2, 4, 8) if quarters[8] < top else (0, 1, 2, 4)
    stops = {own, *(rounded(top * i / STEPS) for i in range(STEPS + 1)), *(k for k in quarters if k <= top)}
    fixed = {top, *(quarters[i] for i in chosen)}
    return Scale(words.say("slider_conversion"), own, tuple(sorted(stops)), tuple(sorted(fixed)), words.decimal)


def _own_conversion(study: Study) -> tuple[float, float | None]:
    """The report's k, to three digits where it was worked out, 0 where there is none; and the most where it has none.

    Where nothing anchors k the report counts purchases alone, as k = 0 does.
    """
    if not isinstance(study.settings.conversion, str):
        return study.settings.conversion, None
    settings = study.settings.model_copy(update={"resamples": RESAMPLES_WHILE_MOVING})
    referral = comparison(study.customers, study.answers, settings).referral
    k = rounded(referral.conversion or 0.0)
    return (k, None) if referral.anchored else (0.0, k)
