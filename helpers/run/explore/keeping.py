"""What is kept of exploring: a parameter file, and a figure with its sentences for slides."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from helpers.base.errors import KitError
from helpers.base.folders import output_root
from helpers.compare.exploring.filters import SPEND_NAME, TENURE_NAME, WAVE_NAME, FilterCondition
from helpers.compare.exploring.redrawn import Assumptions
from helpers.compare.groups import REST
from helpers.report.style import png
from helpers.run.explore.filter_view import dimension_name
from helpers.run.explore.study import Study
from helpers.run.explore.view import View
from helpers.run.new.parameter_text import PARAMETER_FILES, write_parameter_file

_YEARS = {"under_1": (0, 1), "from_1": (1, 2), "from_2": (2, 3), "from_3": (3, 5), "from_5": (5, None)}
SLIDES = "slides"


def kept_values(study: Study, conditions: Iterable[FilterCondition], assumed: Assumptions) -> dict[str, Any]:
    """The run's settings with the conditions as ``where``, and the figures that were moved.

    Raises
    ------
    KitError
        ``E-PARAMETER`` for conditions that no parameter file can say: the wave, what was bought before, what is left
        of an attribute; a cost where the customers file has costs of its own.
    """
    given = study.settings.model_dump(mode="json", include=study.settings.model_fields_set - {"report_name"})
    moved = {name: figure for name, figure in vars(assumed).items() if figure is not None}
    chosen = list(conditions)
    unsaid = [dimension_name(study.report, one.dimension) for one in chosen if not _is_said(one)]
    if "acquisition_cost" in moved and "acquisition_cost" in study.customers:
        unsaid.append("acquisition_cost")
    if unsaid:
        raise KitError("E-FILTER", name=", ".join(unsaid))
    where = dict(_where(study, one) for one in chosen)
    return given | moved | ({"where": study.settings.where | where} if where else {})


def _is_said(condition: FilterCondition) -> bool:
    return condition.value != REST and condition.dimension not in (SPEND_NAME, WAVE_NAME)


def _where(study: Study, condition: FilterCondition) -> tuple[str, Any]:
    """A condition as a parameter file has it; a band of tenure as the days of acquisition."""
    if condition.dimension != TENURE_NAME:
        text, flags = condition.value, {"True": True, "False": False}
        return condition.dimension.removeprefix("crm_"), flags.get(text, text)
    newest, oldest = _YEARS[condition.value]
    ends: dict[str, Any] = {} if newest == 0 else {"to": _before(study, newest) - timedelta(days=1)}
    return "acquired_on", ends | ({} if oldest is None else {"from": _before(study, oldest)})


def _before(study: Study, years: int) -> Any:
    return study.settings.as_of - timedelta(days=365 * years)


def keep_parameters(
    study: Study, conditions: Iterable[FilterCondition], assumed: Assumptions, folder: Path = PARAMETER_FILES
) -> Path:
    """Write a parameter file under a name that is free."""
    head = study.report.say("explore_file_head", report=study.settings.report_name)
    return write_parameter_file(kept_values(study, conditions, assumed), study.settings.language, folder, head)


def keep_slide(study: Study, view: View) -> list[Path]:
    """Save a view's sentences as text and its chart, where it has one, as PNG, under a name that is free."""
    folder = output_root() / SLIDES
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        path = folder / f"{study.settings.report_name}-{number}.txt"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(view.text() + "".join(f"{note}\n" for note in [study.settings.note] if note))
        except FileExistsError:
            continue
        break
    if view.chart is None:
        return [path]
    picture = path.with_suffix(".png")
    picture.write_bytes(png(view.chart()))
    return [picture, path]
