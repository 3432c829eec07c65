"""The same questions as a form in a notebook: choices, a date, a button, a bar, the link; no line of settings."""

import html
import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ipywidgets
from IPython.display import display

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT, shareable_path
from helpers.base.words import Words
from helpers.run.check.outcome import for_parameters
from helpers.run.new.fields import SENT_WHOLE, WIDE, Given, field_of
from helpers.run.new.keeping import drop_answers
from helpers.run.new.parameter_text import write_parameter_file
from helpers.run.new.question import Enquiry
from helpers.run.new.reporting import reported
from helpers.run.new.session import Session
from helpers.run.new.told import checked_lines, found_lines, lacking_lines, plain_error

_STEP = re.compile(r"(\d)/(\d) ")
_READ, _MADE = 2, 4  # steps of the bar: of looking through the files, of a report


class StartForm:
    """A form that goes from a folder of exports to a report; `run` makes the report of a parameter file."""

    def __init__(
        self,
        folder: str = "data/mine",
        language: str = "",
        run: Callable[["StartForm", Path], Path | None] | None = None,
    ) -> None:
        self.language = language or ("ja" if os.environ.get("NPS_KIT_LANGUAGE") == "ja" else "en")
        self.run = run or _as_command
        self.folder = ipywidgets.Text(folder, layout=WIDE, **SENT_WHOLE)
        self.told, self.questions = ipywidgets.HTML(), ipywidgets.VBox()
        self.wrong, self.bar = ipywidgets.HTML(), ipywidgets.IntProgress(0, 0, 1, layout=WIDE)
        self.look = ipywidgets.Button(description=self._say("form_look"), button_style="primary")
        self.again = ipywidgets.Button(description=self._say("form_again"))
        self.next = ipywidgets.Button(description=self._say("form_next"), button_style="primary")
        self.asked: list[tuple[Enquiry, Given]] = []
        self.session: Session | None = None
        self.look.on_click(lambda _: self._begin(anew=False))
        self.again.on_click(lambda _: self._begin(anew=True))
        self.next.on_click(lambda _: self._answered())
        heading = ipywidgets.HTML(f"<b>{html.escape(self._say('form_folder'))}</b>")
        where = ipywidgets.HBox([self.look, self.again])
        self._show_bar("", 0, 0)
        self.next.layout.display = "none"
        parts = [heading, self.folder, where, self.told, self.questions, self.wrong, self.next, self.bar]
        self.box = ipywidgets.VBox(parts, layout=ipywidgets.Layout(max_width="60em"))
        self.box.add_class("nps-form")

    def _say(self, key: str, **said: Any) -> str:
        return Words(self.language, "JPY").say(key, **said)

    def _begin(self, *, anew: bool) -> None:
        """Look through the folder, and ask."""
        path = Path(self.folder.value).expanduser()
        path = path if path.is_absolute() else PROJECT / path
        self._show([])
        self.complain([])
        self.told.value = ""
        if not path.is_dir():
            return self.complain([plain_error(KitError("E-FOLDER", file=self.folder.value), self.language)])
        self.session = Session(path, self.language, date.today())  # noqa: DTZ011
        if anew:
            drop_answers(path)
        resumed = self.session.resume()
        self.language = self.session.language
        self._show_bar("check_waiting", 0, _READ)
        if not self.session.found[0]:
            self._show_bar("", 0, 0)
            return self.complain([plain_error(KitError("E-FOLDER.tables", file=self.folder.value), self.language)])
        kept = [self._say("new_resumed", n=len(self.session.answers))] * resumed
        self.told.value = _as_list([*kept, *found_lines(self.session)])
        return self._go_on()

    def _answered(self) -> None:
        """Take the answers of the form, all that can be used, and go on."""
        assert self.session is not None, "the button is shown with questions"
        wrong = []
        for question, value in self.asked:
            try:
                self.session.answer(question, value())
            except KitError as error:
                wrong.append(f"{question.text} {plain_error(error, self.language)}")
        self.language = self.session.language
        self.next.description = self._say("form_next")
        if wrong:
            return self.complain(wrong)
        return self._go_on()

    def _go_on(self) -> None:
        """Ask what is open, else make the report."""
        assert self.session is not None, "begun"
        self.complain([])
        self._show_bar("check_waiting", 1, _READ)
        questions = self.session.pending()
        self._show_bar("", 0, 0)
        if self.session.looked:
            lines = checked_lines(self.session, questions)
            self.told.value = _as_list(lines) + _folded(self._say("form_details"), found_lines(self.session))
        if self.session.errors:
            said = [plain_error(error, self.language) for error in self.session.errors]
            self._show([])
            return self.complain([self._say("new_mend"), *said])
        self._show(questions)
        return None if questions else self._make()

    def _make(self) -> None:
        """Write the settings, run the report, show the link."""
        assert self.session is not None, "begun"
        path = write_parameter_file(self.session.settings, self.language)
        drop_answers(self.session.folder)
        lines = [self._say("new_written", file=shareable_path(path))]
        lines += lacking_lines(self.session.lacks, shareable_path(path), self.language)
        self.told.value += _as_list(lines)
        if not self.session.can_report:
            return
        self._show_bar("form_working", 0, _MADE)
        page = self.run(self, path)
        self._show_bar("", 0, 0)
        if page:
            self.told.value += f"<p>{html.escape(self._say('form_done'))} {page_link(page, self._say('form_page'))}</p>"

    def progress(self, line: str) -> None:
        """A line that the run of a report prints: a finished step moves the bar."""
        if step := _STEP.search(line):
            self._show_bar("form_working", int(step[1]), int(step[2]))

    def _show_bar(self, key: str, value: int, most: int) -> None:
        self.bar.max, self.bar.value = max(most, 1), value
        self.bar.description = self._say(key) if key else ""
        self.bar.layout.visibility = "visible" if most else "hidden"
        for button in (self.look, self.again, self.next):
            button.disabled = bool(most)

    def complain(self, lines: Sequence[str]) -> None:
        """Show what is wrong; nothing where nothing is."""
        self.wrong.value = f'<div role="alert">{_as_list(lines)}</div>' if lines else ""

    def _show(self, questions: Sequence[Enquiry]) -> None:
        made = [field_of(question) for question in questions]
        self.asked = [(question, value) for question, (_, value) in zip(questions, made, strict=True)]
        self.questions.children = [box for box, _ in made]
        self.next.layout.display = None if questions else "none"


def start_form(folder: str = "data/mine") -> None:
    """Show the form under a notebook's cell."""
    display(StartForm(folder).box)


def _as_command(form: StartForm, path: Path) -> Path | None:
    """The report by the command line; None where it stopped."""
    page, lines = reported(path, form.language, form.progress)
    if page is None:
        form.complain([line for line in lines if line and not _STEP.search(line)])
    return page


def page_link(page: Path, label: str) -> str:
    """Link to a page: by the notebook server where it serves the project, else by its place."""
    address = f"/files/{for_parameters(str(page))}" if page.is_relative_to(PROJECT) else page.as_uri()
    looks = 'target="_blank" rel="noopener" style="text-decoration: underline"'
    return f'<a href="{html.escape(address)}" {looks}>{html.escape(label)}</a>'


def _as_list(lines: Iterable[str]) -> str:
    return "".join(f'<div style="line-height: 1.5">{html.escape(line)}</div>' for line in lines)


def _folded(summary: str, lines: Iterable[str]) -> str:
    return f"<details><summary>{html.escape(summary)}</summary>{_as_list(lines)}</details>"
