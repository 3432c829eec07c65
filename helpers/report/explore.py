"""Sliders over a finished run: one parameter moves, the answer beside it changes."""

import json
from dataclasses import dataclass

import ipywidgets
import pandas as pd
from IPython.display import display

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT, output_root
from helpers.base.parameters import Settings, checked
from helpers.base.words import Words
from helpers.compare.gaps import comparison

from .findings import value_headline
from .html import rendered
from .jobs import read_yaml, report_settings
from .runs import read_step
from .show import Grid

RESAMPLES_WHILE_MOVING = 400


@dataclass(frozen=True)
class Study:
    """A finished run to play with: its settings, customers and answers."""

    settings: Settings
    customers: pd.DataFrame
    answers: pd.DataFrame | None

    @property
    def words(self) -> Words:
        """The run's language and currency."""
        return Words(self.settings.language, self.settings.currency)


def finished_run(report_name: str) -> Study:
    """Study of a run in ``out``, or of the sample's committed copy.

    Raises
    ------
    KitError
        ``E-STEP-MISSING`` if there is no such run.
    """
    manifest = output_root() / report_name / "manifest.json"
    if manifest.exists():
        settings = checked(json.loads(manifest.read_text(encoding="utf-8"))["settings"])
    elif report_name == "sample":
        settings = report_settings(read_yaml(PROJECT / "notebooks" / "parameters" / "sample.yaml"), report_name)
    else:
        raise KitError(
            "E-STEP-MISSING",
            f"out/{report_name}: no such report. Run it first: python run.py report FILE.yaml",
        )
    customers, _ = read_step(settings, "customers")
    answers, _ = read_step(settings, "responses")
    return Study(settings, customers, answers)


def sentence(study: Study, **changes: float) -> str:
    """The report's answer with some parameters changed.

    Raises
    ------
    KitError
        ``E-PARAMETER`` if a value is out of its range.
    """
    settings = checked({**study.settings.model_dump(), "resamples": RESAMPLES_WHILE_MOVING, **changes})
    return value_headline(comparison(study.customers, study.answers, settings), study.words, settings)


def slider(study: Study, parameter: str, label: str, low: float, high: float, step: float) -> None:
    """Show a slider for one parameter with the sentence that it changes beside it."""
    value = _start(study, parameter)
    control = ipywidgets.FloatSlider(
        value=value, min=low, max=high, step=step, description=label, continuous_update=False,
        style={"description_width": "initial"}, layout={"width": "100%"},
    )  # fmt: skip
    answer = ipywidgets.HTML()

    def move(change: dict) -> None:
        answer.value = _escaped(sentence(study, **{parameter: change["new"]}))

    control.observe(move, names="value")
    move({"new": value})
    display(ipywidgets.VBox([control, answer]))


def _start(study: Study, parameter: str) -> float:
    """The report's own value; where it has several or works it out, their mean or what came out."""
    value = getattr(study.settings, parameter)
    if isinstance(value, dict):
        return sum(value.values()) / len(value)
    if isinstance(value, str):
        return comparison(study.customers, study.answers, study.settings).referral[parameter] or 0.0
    return value


def at_values(study: Study, parameter: str, values: list[float]) -> Grid:
    """Answers at fixed values of one parameter: what the slider shows, for readers of a static page."""
    answers = [sentence(study, **{parameter: value}) for value in values]
    heads = (parameter, study.words.say("head_answer"))
    return Grid(pd.DataFrame({heads[0]: [f"{value:g}" for value in values], heads[1]: answers}), texts=2)


def _escaped(text: str) -> str:
    return rendered("lines.html.j2", items=[text], kind="finding")
