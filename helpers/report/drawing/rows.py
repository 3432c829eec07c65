"""Rows of a chart: what each says, above its marks, or beside them where all of it is short; places in inches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.report import style
from helpers.report.drawing.parts import BESIDE_AXES, GAP, Look, write_words
from helpers.report.style import GREY, MARGIN, SMALL, TEXT, WIDTH, wrapped

INNER = WIDTH - 2 * MARGIN
STRIP = 0.2  # inches that the marks of a row take
_SHORT = 2.3  # inches that a name and a label may take beside the marks
_SPACE = 0.07  # inches between rows
_BAND: Look = {"color": "white", "lw": 0, "zorder": 1.8, "gid": "band"}  # over the grid, under the marks
_HEADED = 0.14  # inches around the heading of a panel
_BETWEEN = 0.12  # inches between words beside each other


@dataclass(frozen=True)
class Head:
    """The words of a row, in lines: the note follows the name or stands under it, the label beside it or under both."""

    name: str
    note: str
    label: str
    note_follows: bool = False
    label_under: bool = False

    @property
    def named(self) -> float:
        """Inches of the name, and of the note where it stands under it."""
        return style.height(self.name, TEXT) + (0 if self.note_follows else style.height(self.note, SMALL))

    @property
    def height(self) -> float:
        """Inches of all words."""
        label = style.height(self.label, TEXT)
        return self.named + label if self.label_under else max(self.named, label)


@dataclass(frozen=True)
class Rows:
    """Heads of rows, where each begins and where its marks stand, in inches from the top, and the height of all."""

    heads: tuple[Head, ...]
    tops: tuple[float, ...]
    places: tuple[float, ...]
    height: float
    beside: bool

    def write(self, axes: Axes) -> None:
        """Write all words, and let y run over the rows in inches, the first on top."""
        axes.set_ylim(self.height, 0)
        axes.set_yticks([])
        for head, top, place in zip(self.heads, self.tops, self.places, strict=True):
            if self.beside:
                _write_beside(axes, head, place)
            else:
                _write_above(axes, head, top)

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with the places of its rows as its index."""
        return frame.set_axis(list(self.places))


def are_short(names: Iterable[str], labels: Iterable[str], notes: Iterable[str] = ()) -> bool:
    """Whether names, notes and labels leave the marks enough room between them.

    Examples
    --------
    >>> are_short(["Promoters"], ["48 %"]), are_short(["Those who did not answer"], ["48 %, 41 % to 55 %"])
    (True, False)
    """
    left = [*(style.width(name, TEXT) for name in names), *(style.width(note, SMALL) for note in notes)]
    right = [style.width(label, TEXT) for label in labels]
    return max(left, default=0.0) + max(right, default=0.0) <= _SHORT


def rows_of(
    names: Sequence[str],
    labels: Sequence[str],
    notes: Sequence[str] | None = None,
    *,
    strip: float = STRIP,
    under: Sequence[float] | None = None,
    beside: bool | None = None,
) -> Rows:
    """Rows of these words; `under` inches stay free below the marks of each.

    Examples
    --------
    >>> rows_of(["Promoters"], ["48 %"]).beside
    True
    """
    notes, free = notes or [""] * len(names), under or [0.0] * len(names)
    beside = are_short(names, labels, notes) if beside is None else beside
    words = zip(names, notes, labels, strict=True)
    heads = tuple((_beside if beside else _above)(*row) for row in words)
    marks = [max(head.height, strip) if beside else strip for head in heads]
    above = [0.0 if beside else head.height for head in heads]
    heights = [sum(parts) + _SPACE for parts in zip(above, marks, free, strict=True)]
    tops = tuple(accumulate(heights[:-1], initial=0.0)) if heights else ()
    places = tuple(top + head + mark / 2 for top, head, mark in zip(tops, above, marks, strict=True))
    return Rows(heads, tops, places, max(sum(heights), STRIP), beside)


def headed_height(both: Iterable[Rows], heads: Iterable[str], size: float) -> float:
    """Inches of panels of rows under their headings, which stand in lines."""
    return sum(rows.height for rows in both) + sum(style.height(head, size) + _HEADED for head in heads)


def _beside(name: str, note: str, label: str) -> Head:
    """Words in lines that leave the marks some room."""
    limit = max(_SHORT / 2, _SHORT - style.width(label, TEXT))
    return Head(wrapped(name, TEXT, limit), wrapped(note, SMALL, limit), label)


def _above(name: str, note: str, label: str) -> Head:
    """Words in lines: the label at the right where it leaves the name at least half of the line."""
    wide = style.width(label, TEXT)
    under = wide > INNER / 2 - _BETWEEN and style.width(name, TEXT) + wide > INNER - _BETWEEN
    limit = INNER - (0.0 if under or not label else wide + _BETWEEN)
    lines = wrapped(name, TEXT, limit)
    follows = "\n" not in lines and style.width(name, TEXT) + _BETWEEN + style.width(note, SMALL) <= limit
    note = note if follows else wrapped(note, SMALL, limit)
    return Head(lines, note, wrapped(label, TEXT, INNER) if under else label, follows, under)


def _write_above(axes: Axes, head: Head, top: float) -> None:
    """Words above the marks, from edge to edge of the card."""
    left, right = MARGIN / WIDTH, 1 - MARGIN / WIDTH
    axes.fill_between((0, 1), top, top + head.height, transform=axes.get_yaxis_transform(), **_BAND)
    look: Look = {"va": "top"}
    _write(axes, head.name, (left, top), (0, 0), gid="name", **look)
    shift = (style.width(head.name, TEXT) + _BETWEEN) * 72 if head.note_follows else 0.0
    down = (TEXT - SMALL) * 0.9 if head.note_follows else style.height(head.name, TEXT) * 72
    _write(axes, head.note, (left, top), (shift, -down), gid="note", size=SMALL, color=GREY, **look)
    down = head.named * 72 if head.label_under else 0.0
    _write(axes, head.label, (right, top), (0, -down), ha="right", **look)


def _write(axes: Axes, words: str, at: tuple[float, float], shift: tuple[float, float], **look: Any) -> None:
    if words:
        written = write_words(axes, words, at, shift, xycoords=("figure fraction", "data"), **look)
        written.set_in_layout(False)  # it has its room within the axes' height


def _write_beside(axes: Axes, head: Head, place: float) -> None:
    """Name and note at the left of the axes, label at the right."""
    up, down = style.height(head.note, SMALL) * 36, style.height(head.name, TEXT) * 36  # half of the other's height
    look: Look = {"xycoords": BESIDE_AXES}
    write_words(axes, head.name, (0, place), (-GAP, up), ha="right", gid="name", **look)
    if head.note:
        note: Look = look | {"ha": "right", "gid": "note", "size": SMALL, "color": GREY}
        write_words(axes, head.note, (0, place), (-GAP, -down), **note)
    write_words(axes, head.label, (1, place), (GAP, 0), **look)
