"""What every section knows: the report's language, currency and settings, and how its parts are made of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import pandas as pd

from helpers.base.as_read import table_as_read
from helpers.base.results import is_full
from helpers.base.words import MISSING, Words
from helpers.report.chart_text import ChartText
from helpers.report.parts import ChartRow, Exhibit, Grid, Part, Text
from helpers.report.settings import ReportSettings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_P = ParamSpec("_P")


@dataclass(frozen=True)
class Context:
    """A report's settings and words.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> Context(checked({"as_of": "2026-04-01"})).period
    'in the year to 2026-03-31'
    """

    settings: ReportSettings

    @cached_property
    def words(self) -> Words:
        """Language and currency of the report."""
        return Words(self.settings.language, self.settings.currency)

    @cached_property
    def period(self) -> str:
        """The window in words: in the year, or in so many days, to its last day; so far."""
        days, end = self.settings.window_days, self.settings.window_end - timedelta(days=1)
        key = {0: "period_all", 365: "period_year"}.get(days, "period_days")
        return self.words.say(key, days=days, end=end)

    @cached_property
    def span(self) -> str:
        """The window's length in words, of figures that all had so long: a year, in so many days."""
        days = self.settings.window_days
        return self.words.say("span_year" if days == 365 else "span_days", days=days)

    @cached_property
    def _common(self) -> dict[str, str]:
        """What many sentences name: period and its length, currency, level of the intervals, what lines are."""
        level = self.words.percent(self.settings.confidence)
        lines = self.words.say("lines_interval", level=level)
        time = {"period": self.period, "span": self.span}
        return time | {"currency": self.words.unit, "level": level, "lines": lines}

    def say(self, key: str, **figures: Any) -> str:
        """Sentence of a key; period, span, currency, level and lines are known."""
        return self.words.say(key, **self._common | figures)

    def names(self, keys: Iterable[str]) -> str:
        """The words of several keys as a list."""
        return self.say("list_separator").join(map(self.say, keys))

    def join(self, *sentences: str) -> str:
        """Sentences one after the other."""
        return ("" if self.words.language == "ja" else " ").join(sentences)

    def text(self, *sentences: str | None, kind: str = "finding") -> Text | None:
        """Sentences to show; none, nothing."""
        there = tuple(sentence for sentence in sentences if sentence)
        return Text(there, kind) if there else None

    def headline(self, sentence: str) -> Iterator[Text | None]:
        """The answer, large, and the report's note, which belongs beside it."""
        yield self.text(sentence, kind="headline")
        yield self.text(self.settings.note, kind="note")

    def table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        caption: str = "",
        *,
        texts: int = 1,
        few: str | None = "few_note",
    ) -> Grid | None:
        """Table of ready-made texts; nothing where it has no rows.

        Parameters
        ----------
        heads : sequence of str
            Keys of the columns' heads, or of segments, several with blanks between them.
        texts : int
            How many columns hold texts; the others hold numbers.
        few : str, optional
            Key of the footnote where a figure is not shown.
        """
        rows = list(rows)
        if not rows:
            return None
        missing = few and any(MISSING in row for row in rows)
        least = self.settings.smallest_group
        note = self.say(few, least=least, twice=2 * least) if missing and few else ""
        columns = [" ".join(map(self._head, head.split())) for head in heads]
        return Grid(pd.DataFrame(rows, columns=columns), " · ".join(filter(None, (caption, note))), texts)

    def _head(self, key: str) -> str:
        return self.say(key if key.startswith("segment_") else f"head_{key}")

    def chart_text(self, title: str, subtitle: str, *, note: str | None = None, **more: Any) -> ChartText:
        """Words of a chart in the report's language; `more` as in `ChartText`, values being money unless it says so."""
        note = self.settings.note if note is None else note
        return ChartText(title, subtitle, note, **{"format_value": self.words.money} | more)

    def chart(
        self,
        name: str,
        row: type[ChartRow],
        frame: pd.DataFrame,
        figure: "Figure",
        text: ChartText,
        *,
        read: pd.DataFrame | None = None,
    ) -> Exhibit:
        """Chart to show: its figures are saved as `row` has them.

        Parameters
        ----------
        read : DataFrame, optional
            `name` and `label` of every figure drawn, for the text alternative; by default those of `frame`.
        """
        named = frame if read is None else read
        pairs = zip(named["name"], named["label"], strict=True)
        figures = self.say("list_separator").join(
            self.say("alternative_figure", name=name, label=label) for name, label in pairs
        )
        subtitle = text.subtitle.rstrip(".。")
        alternative = self.say("alternative", title=text.title, subtitle=subtitle, figures=figures)
        counts = [column.name for column in _columns(row) if column.type is int]
        figures_behind = frame[[column.name for column in _columns(row)]]
        read_so = table_as_read(figures_behind, (*counts, *row.exact), row.decimals)
        return Exhibit(name, figure, read_so, alternative, text.title)


def _columns(row: type[ChartRow]) -> tuple[Any, ...]:
    return fields(row)  # type: ignore[arg-type]  # every row type is a dataclass


SectionBody = Callable[Concatenate[Context, _P], Iterable[Part | None]]


@dataclass(frozen=True)
class Section:
    """A topic's results, and what makes of them what people see."""

    body: Callable[..., Iterable[Part | None]]
    results: tuple[Any, ...]

    def parts(self, report: Context) -> list[Part]:
        """Sentences, tables and charts in their order.

        Raises
        ------
        TypeError
            For a result that still holds the persons behind it: what may be shown was not asked.
        """
        for result in self.results:
            if is_dataclass(result) and is_full(result):
                raise TypeError(f"{type(result).__name__}: show what `shown` makes of it")
        return [part for part in self.body(report, *self.results) if part is not None]


def section(body: SectionBody[_P]) -> Callable[_P, Section]:
    """Make of a function that tells results in a report's context a section, which gets the context when shown."""

    @wraps(body)
    def made(*results: _P.args, **named: _P.kwargs) -> Section:
        if named:
            raise TypeError("a section takes its results by place")
        return Section(body, results)

    return made
