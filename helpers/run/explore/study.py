"""A finished run to explore: its settings, customers and answers, and what is worked out of them once."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, output_root
from helpers.base.parameter_files import read_yaml
from helpers.base.words import Words
from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.adjustment.likeness import LikeWithLike
from helpers.compare.basis import Basis, basis_of
from helpers.compare.comparison import Comparison
from helpers.compare.exploring.filtered import Worths, worths
from helpers.compare.exploring.filters import Dimension, dimensions, reachable
from helpers.compare.exploring.redrawn import Redrawn, redrawn
from helpers.compare.gaps import compared
from helpers.disclosure.filters import Openings, openings
from helpers.disclosure.hiding import shown
from helpers.disclosure.lattice import lattice
from helpers.invite.settings import InviteSettings
from helpers.report.context import Context
from helpers.report.steps import SETTINGS, read_step
from helpers.run.settings import SAMPLE, checked, report_settings

THE_SAMPLE = "sample"


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """A run; its text shows nobody."""

    settings: InviteSettings
    customers: pd.DataFrame
    answers: pd.DataFrame | None
    window_before_covered: bool = False

    @cached_property
    def report(self) -> Context:
        """Words and settings of the run."""
        return Context(self.settings)

    @property
    def words(self) -> Words:
        """The run's language and currency."""
        return self.report.words

    @cached_property
    def basis(self) -> Basis:
        """What the run's figures are made of."""
        return basis_of(self.customers, self.answers, self.settings, self.window_before_covered)

    @cached_property
    def result(self) -> Comparison:
        """The run's comparison, as its report shows it."""
        return shown(compared(self.basis), self.settings)

    @cached_property
    def drawn(self) -> Redrawn:
        """Its persons, resampled once."""
        return redrawn(self.basis)

    @cached_property
    def worths(self) -> Worths:
        """What each respondent is worth."""
        return worths(self.drawn)

    @cached_property
    def even(self) -> LikeWithLike:
        """Like with like, as its report shows it."""
        return shown(like_with_like(self.basis), self.settings)

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What its customers can be filtered by."""
        return dimensions(self.basis)

    @cached_property
    def openings(self) -> Openings:
        """What may be shown of each filter."""
        among = lattice(self.dimensions, reachable(self.dimensions), len(self.basis.customers))
        return openings(self.drawn, self.worths, among, self.result, self.settings)


def finished_run(report_name: str) -> Study:
    """Study of a run in ``out``, or of the sample's committed copy, that in the language of JupyterLab.

    Raises
    ------
    KitError
        ``E-STEP-MISSING`` if there is no such run.
    """
    kept = _kept(report_name)
    if kept.exists():
        settings = checked(json.loads(kept.read_text(encoding="utf-8")))
    elif report_name == THE_SAMPLE:
        settings = report_settings(read_yaml(SAMPLE), report_name)
    else:
        raise KitError("E-STEP-MISSING.report", report=report_name)
    customers, record = read_step(settings, "customers")
    answers, _ = read_step(settings, "responses")
    if customers is None:
        raise KitError("E-STEP-MISSING.report", report=report_name)
    is_japanese = not kept.exists() and os.environ.get("NPS_KIT_LANGUAGE") == "ja"  # the computer's; English else
    told = settings.model_copy(update={"language": "ja"} if is_japanese else {})
    return Study(told, customers, answers, bool(record["coverage"]["window_before"]))


def _kept(report_name: str) -> Path:
    return output_root() / report_name / PRIVATE / SETTINGS


def finished_runs() -> list[str]:
    """Names of the runs in ``out``, and the sample's."""
    folders = output_root().iterdir() if output_root().is_dir() else ()
    there = {folder.name for folder in folders if _kept(folder.name).is_file()}
    return sorted(there | {THE_SAMPLE})
