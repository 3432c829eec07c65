"""The three tabs of the panel: their controls, and what is shown beside them."""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any

import ipywidgets

from helpers.base.errors import KitError
from helpers.compare.exploring.filters import FilterCondition
from helpers.compare.exploring.redrawn import Assumptions
from helpers.compare.exploring.scenario import MOVERS, Moving
from helpers.run.explore.filter_view import condition_value, dimension_name, filter_view
from helpers.run.explore.runs_view import runs_view
from helpers.run.explore.scales import SCALES, tried
from helpers.run.explore.study import Study, finished_run, finished_runs
from helpers.run.explore.view import View, alert_html
from helpers.run.explore.what_if_view import what_if_view

_MOVED_AT_FIRST = {"detractor": 0.3, "passive": 0.0}
_STEPS = 20
_ANY = ""


class PanelTab:
    """Controls on the left, on the right what they change; shown anew when one moves.

    A control that moves while another answer is being worked out does not queue: the browser sends its last value
    alone once the answer is there. Where moves come in threads of their own (JupyterLab's subshells), one answer is
    worked out after the other, each as the controls then stand. No answer stands beside controls that it is not of.
    """

    name = ""

    def __init__(self, study: Study, controls: Sequence[ipywidgets.Widget]) -> None:
        self.study, self.controls, self.turn = study, controls, Lock()
        self.out = ipywidgets.HTML(layout={"flex": "1 1 auto", "min_width": "0"})
        self.out.add_class("nps-view")
        left = ipywidgets.VBox([*controls], layout={"width": "300px", "flex": "0 0 auto", "margin": "0 16px 0 0"})
        left.add_class("nps-controls")
        self.box = ipywidgets.HBox([left, self.out])
        for control in controls:
            control.observe(self._moved, names="value")

    def view(self) -> View:
        """What is shown as the controls stand."""
        raise NotImplementedError

    def show(self) -> None:
        """Show it; what could not be worked out takes the figures before it away."""
        with self.turn:
            try:
                self.out.value = self.view().html()
            except KitError as error:
                self.out.value = alert_html(error.said(self.study.words.language))
            except Exception as error:
                self.out.value = alert_html(self.study.report.say("explore_failed", kind=type(error).__name__))
                raise

    def _moved(self, change: dict[str, Any]) -> None:
        self.show()

    def conditions(self) -> list[FilterCondition]:
        """What a parameter file would keep of the customers chosen."""
        return []

    def assumed(self) -> Assumptions:
        """What a parameter file would keep of the figures moved."""
        return Assumptions()


class FilterTab(PanelTab):
    """Some customers: two conditions, each a dimension and a value."""

    name = "filter"

    def __init__(self, study: Study) -> None:
        self.pairs = [self._pair(study, number) for number in (1, 2)]
        _ = study.openings  # worked out before the first filter is asked for
        super().__init__(study, [control for pair in self.pairs for control in pair])

    def _pair(self, study: Study, number: int) -> tuple[ipywidgets.Dropdown, ipywidgets.Dropdown]:
        say = study.report.say
        names = [(say("explore_any"), _ANY)]
        names += [(dimension_name(study.report, one.name), one.name) for one in study.dimensions]
        by = _dropdown(names, say("explore_by", n=number), say("explore_by_help"))
        value = _dropdown([(say("explore_any"), _ANY)], say("explore_value"), say("explore_value_help"))
        value.disabled = True
        by.observe(lambda change: self._offer(change["new"], value), names="value")
        return by, value

    def _offer(self, name: str, value: ipywidgets.Dropdown) -> None:
        """Offer the values of another dimension."""
        known = [one for one in self.study.dimensions if one.name == name]
        options = [
            (condition_value(self.study.report, FilterCondition(name, text)), text)
            for one in known
            for text in one.values
        ]
        with value.hold_trait_notifications():
            value.options = [(self.study.report.say("explore_any"), _ANY), *options]
            value.value = _ANY
        value.disabled = not options

    def conditions(self) -> list[FilterCondition]:
        return [FilterCondition(by.value, value.value) for by, value in self.pairs if by.value and value.value]

    def view(self) -> View:
        return filter_view(self.study, self.conditions())


class WhatIfTab(PanelTab):
    """What if some moved, and the figures were others."""

    name = "whatif"

    def __init__(self, study: Study) -> None:
        say, words = study.report.say, study.words
        shares = [(words.percent(step / _STEPS, 0), step / _STEPS) for step in range(_STEPS + 1)]
        self.moving = {
            mover: _slider(shares, _MOVED_AT_FIRST[mover], say(f"explore_moving_{mover}"), say("explore_moving_help"))
            for mover in MOVERS
        }
        self.scales = {name: tried(study, name) for name in SCALES}
        self.figures = {
            name: _slider(
                [(scale.text(stop), stop) for stop in scale.stops], scale.own, scale.label, say(f"explore_help_{name}")
            )
            for name, scale in self.scales.items()
        }
        super().__init__(study, [*self.moving.values(), *self.figures.values()])

    def assumed(self) -> Assumptions:
        """The figures that stand elsewhere than the run's own."""
        moved = {name: one.value for name, one in self.figures.items() if one.value != self.scales[name].own}
        return Assumptions(**moved)

    def view(self) -> View:
        return what_if_view(
            self.study, self.assumed(), Moving(**{name: one.value for name, one in self.moving.items()})
        )


class RunsTab(PanelTab):
    """Two reports beside each other."""

    name = "runs"

    def __init__(self, study: Study, load: Callable[[str], Study] = finished_run) -> None:
        others = [name for name in finished_runs() if name != study.settings.report_name]
        say = study.report.say
        choices = [(say("explore_no_other"), _ANY), *((name, name) for name in others)]
        self.other = _dropdown(choices, say("explore_other"), say("explore_other_help"))
        self.loaded: dict[str, Study] = {}
        self.load = load
        super().__init__(study, [self.other])

    def view(self) -> View:
        name = self.other.value
        if name and name not in self.loaded:
            self.loaded[name] = self.load(name)
        return runs_view(self.study, self.loaded.get(name))


def tabs_of(study: Study) -> list[PanelTab]:
    """The tabs in their order."""
    return [FilterTab(study), WhatIfTab(study), RunsTab(study)]


def _dropdown(options: Iterable[tuple[str, str]], label: str, help_text: str) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        options=[*options], description=label, tooltip=help_text, layout={"width": "100%"}, style=_LABELS
    )


def _slider(
    options: Sequence[tuple[str, float]], value: float, label: str, help_text: str
) -> ipywidgets.SelectionSlider:
    return ipywidgets.SelectionSlider(
        options=options, value=value, description=label, tooltip=help_text, layout={"width": "100%"}, style=_LABELS
    )


_LABELS = {"description_width": "initial"}
