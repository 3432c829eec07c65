"""The panel: tabs, buttons that keep, and for who can't move them what each control is set to."""

import html
from collections.abc import Callable, Iterable
from pathlib import Path

import ipywidgets
import pandas as pd
from IPython.display import display

from helpers.base.errors import KitError
from helpers.base.folders import shareable_path
from helpers.report.context import Context, section
from helpers.report.page.shared import WIDGET
from helpers.report.parts import Grid, Part, Text
from helpers.report.sections.value import value_headline
from helpers.run.explore.keeping import keep_parameters, keep_slide
from helpers.run.explore.study import Study
from helpers.run.explore.tabs import PanelTab, tabs_of
from helpers.run.explore.view import alert_html, style_html
from helpers.run.new.form import page_link
from helpers.run.new.reporting import reported

Reporting = Callable[[Path, str, Callable[[str], None]], tuple[Path | None, list[str]]]


@section
def run_answer(report: Context, study: Study) -> Iterable[Part | None]:
    """The run's answer and its note."""
    yield from report.headline(value_headline(report, study.result))


class Panel:
    """Tabs over a run with the buttons that keep what is set in the one that is open."""

    def __init__(self, study: Study, report: Reporting = reported) -> None:
        self.study, self.report = study, report
        self.tabs = tabs_of(study)
        titles = [study.report.say(f"explore_tab_{tab.name}") for tab in self.tabs]
        self.pages = ipywidgets.Tab([tab.box for tab in self.tabs], titles=titles, selected_index=0)
        self.told = ipywidgets.HTML()
        self.buttons = [
            self._button("keep", self._keep),
            self._button("report", self._make),
            self._button("slide", self._slide),
        ]
        keeping = ipywidgets.HBox([*self.buttons, self.told])
        keeping.add_class("nps-keep")
        self.box = ipywidgets.VBox([ipywidgets.HTML(style_html()), self.pages, keeping])
        self.box.add_class("nps-explore")
        for tab in self.tabs:
            tab.show()

    @property
    def tab(self) -> PanelTab:
        """The one that is open."""
        return self.tabs[self.pages.selected_index or 0]

    def _button(self, name: str, work: Callable[[], str]) -> ipywidgets.Button:
        say = self.study.report.say
        button = ipywidgets.Button(description=say(f"explore_button_{name}"), tooltip=say(f"explore_help_{name}"))
        button.on_click(lambda _: self._do(work))
        return button

    def _do(self, work: Callable[[], str]) -> None:
        """Say what came of a button, or what is wrong."""
        try:
            self.told.value = work()
        except KitError as error:
            self.told.value = alert_html(error.said(self.study.words.language))

    def _keep(self) -> str:
        return self._saved([keep_parameters(self.study, self.tab.conditions(), self.tab.assumed())])

    def _slide(self) -> str:
        return self._saved(keep_slide(self.study, self.tab.view()))

    def _make(self) -> str:
        path = keep_parameters(self.study, self.tab.conditions(), self.tab.assumed())
        self.told.value = html.escape(self.study.report.say("explore_working"))
        page, lines = self.report(path, self.study.words.language, lambda line: None)
        if page is None:
            return html.escape(" ".join(lines[-2:]))
        return f"{self._saved([path])} {page_link(page, self.study.report.say('form_page'))}"

    def _saved(self, paths: Iterable[Path]) -> str:
        files = self.study.report.say("list_separator").join(shareable_path(path) for path in paths)
        return html.escape(self.study.report.say("explore_saved", files=files))


@section
def panel_defaults(report: Context, panel: Panel) -> Iterable[Part | None]:
    """What each control is set to, and what the tabs show then: for readers of a static page."""
    yield report.text(report.say("explore_static"), kind="note")
    rows = [
        [title, control.description, _setting(control)]
        for title, tab in zip(panel.pages.titles, panel.tabs, strict=True)
        for control in tab.controls
    ]
    heads = (report.say("explore_tab"), report.say("explore_control"), report.say("explore_default"))
    yield Grid(pd.DataFrame(rows, columns=heads), texts=3)
    for tab in panel.tabs:
        yield report.text(*tab.view().sentences)


def _setting(control: ipywidgets.Widget) -> str:
    return str(control.options[control.index][0])


def explore(study: Study) -> None:
    """Show the panel; where no notebook runs, its settings as text in its place."""
    panel = Panel(study)
    parts = [part for part in panel_defaults(panel).parts(study.report) if isinstance(part, Text | Grid)]
    static = {"text/plain": "\n\n".join(map(repr, parts)), "text/html": "".join(part._repr_html_() for part in parts)}
    display({WIDGET: panel.box._repr_mimebundle_()[WIDGET], **static}, raw=True)
