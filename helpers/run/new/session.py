"""A new report on its way: the exports found, what was answered, what is still to be asked; kept between starts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.tables import TABLES, FileName
from helpers.invite.settings import InviteSettings
from helpers.run.check.report_check import Looked, looked_through
from helpers.run.new import general_questions as general
from helpers.run.new.allotment import Allotment, Candidate, allotted, named_as
from helpers.run.new.data_questions import questions_of
from helpers.run.new.exports import Export, Unread, exports_in
from helpers.run.new.file_questions import spare_files, which_file
from helpers.run.new.keeping import keep, kept_answers
from helpers.run.new.proposals import day_after_last, first_cells, is_japanese, likely_place, purchases_money
from helpers.run.new.question import Enquiry, Reply, Settled, together
from helpers.run.settings import sound_settings

_WANTED: tuple[FileName, ...] = ("customers", "purchases", "responses")
_GENERIC = re.compile(
    r"\b(my|new|exports?|data|mine|files?|downloads?|csv|folder|desktop|documents)\b|書き出し|データ", re.I
)
_LOOKING = {"min_cell": 1}  # words of a list are named to those whose file it is


@dataclass
class Session:
    """What is known of a new report.

    `given` are settings named beforehand, which need no question; `today` is the day of the clock, which is proposed
    as the day of a survey, and after which no order can be. `answers`: key of a question → what its answer settles.
    """

    folder: Path
    language: str
    today: date
    given: Settled = field(default_factory=dict)
    answers: dict[str, Settled] = field(default_factory=dict)
    errors: list[KitError] = field(default_factory=list)
    looked: Looked | None = None

    @cached_property
    def found(self) -> tuple[list[Export], list[Unread]]:
        """Tables of the folder, and files that could be none."""
        return exports_in(self.folder)

    @cached_property
    def allotment(self) -> Allotment:
        """The tables' candidates."""
        return allotted(self.found[0])

    @property
    def settings(self) -> Settled:
        """Values of the parameter file, as far as they are settled."""
        files = [self._chosen(table) for table in TABLES]
        base: Settled = {"language": self.language, **{table: None for table in TABLES}}
        return together(base, *files, *self.answers.values(), self.given)

    @property
    def used(self) -> dict[FileName, set[tuple[Path, str]]]:
        """Files and sheets of each table."""
        chosen = {table: self._candidate_of(table) for table in TABLES}
        return {table: {(export.path, export.sheet) for export in one.exports} for table, one in chosen.items() if one}

    def _candidate_of(self, table: FileName) -> Candidate | None:
        """The candidate that the settings name for a table."""
        named, sheet = self.settings[table], self.settings.get("sheets", {}).get(table)
        for one in [*self.allotment.tables.get(table, ()), *self.allotment.others]:
            settings = named_as(table, one)
            if named is not None and settings[table] == named and settings.get("sheets", {}).get(table) == sheet:
                return one
        return None

    @property
    def lacks(self) -> list[FileName]:
        """Of customers, purchases and responses those that are not there."""
        return [table for table in _WANTED if self.settings[table] is None]

    @property
    def can_report(self) -> bool:
        """Whether there is anything to value anybody by."""
        return self.settings["purchases"] is not None

    def resume(self) -> bool:
        """Take up the answers that were kept, if there are any."""
        kept = kept_answers(self.folder)
        if kept is None:
            return False
        self.language, self.answers = kept
        return True

    def answer(self, question: Enquiry, answer: Reply) -> None:
        """Take an answer, and keep it.

        Raises
        ------
        KitError
            Where the answer can't be used.
        """
        self.answers[question.key] = question.settled(answer)
        self.language = self.settings["language"]
        keep(self.folder, self.language, self.answers)

    def pending(self) -> list[Enquiry]:
        """The next questions, all that can be asked at once; none where nothing is open.

        What can't be settled by an answer is in `errors` then.
        """
        self.errors = self._unread()
        stages = (
            () if self.errors else (self._of_files, self._of_shop, self._of_columns, self._of_report, self._of_data)
        )
        for stage in stages:
            questions = [one for one in stage() if not self._is_settled(one)]
            if questions or self.errors:
                return [] if self.errors else questions
        return []

    def _is_settled(self, question: Enquiry) -> bool:
        named = bool(question.names) and set(question.names) <= self.given.keys()
        return question.key in self.answers or named

    def _unread(self) -> list[KitError]:
        """Faults of files that could be the tables that are lacking; what is no table at all is none."""
        faults = [one.error for one in self.found[1] if one.error.code not in ("E-KIND", "E-FILE-EMPTY")]
        return faults if self.lacks else []

    def _of_files(self) -> list[Enquiry]:
        """Which file is what, where that is open, and the language."""
        each = [which_file(table, self.allotment, table in _WANTED, self.language) for table in TABLES]
        asked = [question for question in each if question]
        is_open = any(not self._is_settled(question) for question in asked)
        return [self._language(), *asked] if is_open else []

    def _of_shop(self) -> list[Enquiry]:
        name = re.sub(r"[_\s]+", " ", self.folder.resolve().name)
        shop = re.sub(_GENERIC, " ", name).strip()
        asked = [self._language(), general.shop_question(self.language, shop)]
        is_open = "place" not in self.answers  # the purchases are opened to propose one
        return [*asked, *(self._of_place() if is_open else [])]

    def _language(self) -> Enquiry:
        return general.language_question(self.language, "ja" if is_japanese(self.found[0]) else self.language)

    def _chosen(self, table: FileName) -> Mapping[str, Any]:
        found = self.allotment.tables.get(table, ())
        return found[0].settings if found else {}

    def _of_place(self) -> list[Enquiry]:
        if not self.can_report and self.settings["customers"] is None:
            return []
        bought = self._candidate_of("purchases")
        columns = ("amount", "ordered_at", "currency")
        amounts, times, money = first_cells(bought.exports[0], columns) if bought else ([], [], [])
        settings, _, _ = sound_settings(self.settings, "new")
        currency, amounts = purchases_money(settings, amounts, money) if settings else (None, amounts)
        proposal = likely_place(currency, amounts, times, japanese=is_japanese(self.found[0]))
        return [general.place_question(self.language, proposal)]

    def _of_columns(self) -> list[Enquiry]:
        """What the files leave open by themselves: no date of the report is needed to see it."""
        values = {name: value for name, value in self.settings.items() if name != "as_of"}
        looked = looked_through({**values, **_LOOKING}, "new")
        self.looked = looked
        return self._asked([error for error in looked.errors if error.code != "E-PARAMETER"])

    def _of_report(self) -> list[Enquiry]:
        """The date, then what a purchase leaves the shop, word of mouth and groups, as far as the files have them."""
        customers = self._frame("customers")
        if not self.can_report:
            ask = customers is not None
            return [general.day_question("survey_day", self.language, self.today)] if ask else []
        day = day_after_last(self._frame("purchases"), "ordered_at", self.today)
        asked = [general.day_question("as_of", self.language, day), general.margin_question(self.language)]
        frame = pd.DataFrame() if customers is None else customers
        sources = []
        if "acquisition_channel" in frame:
            question = general.referral_question(self.language, frame)
            sources = [option.key for option in question.options]
            asked += [question] * bool(sources)
        if "acquisition_cost" not in frame:
            asked.insert(2, general.cost_question(self.language, sources))
        least = InviteSettings.model_fields["min_group_size"].default
        groups = general.groups_question(self.language, frame, self._headers(), least) if len(frame) else None
        return [*asked, *([groups] if groups else [])]

    def _headers(self) -> dict[str, str]:
        """The customers' columns as their file calls them."""
        read = self.looked.tables.get("customers") if self.looked else None
        return read.table.headers if read and read.table is not None else {}

    def _frame(self, table: FileName) -> pd.DataFrame | None:
        read = self.looked.tables.get(table) if self.looked else None
        return read.table.with_days if read and read.table is not None else None

    def _of_data(self) -> list[Enquiry]:
        """What the files leave open beside each other, with the report's date."""
        if not self.can_report:
            return []
        self.looked = looked_through({**self.settings, **_LOOKING}, "new")
        return self._asked(self.looked.errors)

    def _asked(self, errors: Sequence[KitError]) -> list[Enquiry]:
        """Questions that errors are; one that was answered before and comes again is settled by no answer."""
        questions, others = questions_of(errors, self.language)
        again = {question.key for question in questions if question.key in self.answers}
        repeated = [error for error in errors if any(key.split(" ")[0] == error.code for key in again)]
        for key in again:  # to be asked anew when the file is mended
            del self.answers[key]
        spare = spare_files(self.looked.tables if self.looked else {}, others, self.language)
        open_ones = [one for one in (*questions, *spare) if one.key not in again | self.answers.keys()]
        self.errors = [] if open_ones else [*others, *repeated]
        return open_ones
