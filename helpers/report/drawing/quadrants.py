"""Chart of two figures a row as dots in a plane, cut in four by dashed lines, each dot named beside it."""

from collections.abc import Iterator
from itertools import product
from math import hypot
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.report import style
from helpers.report.drawing.parts import HALO, Look, Row, axis_height, checked_frame, head_panel, name_axis, write_words
from helpers.report.style import BAR, FAINT, GREY, INK, SMALL, ChartText, card, themed, wrapped

_PLOT_HEIGHT, _A_DOT = 2.6, 0.1  # inches, and for each dot
_NAME, _LINES = 1.3, 2  # inches of a line of a name, and lines
_DOT, _SPACE = 0.07, 0.04  # inches around a dot, and between words
_ROOM = 0.12  # of what the dots span, left free around them
_SHIFTS = (0.08, 0.2, 0.3, 0.45, 0.6, 0.8, 1.05, 1.4)  # inches that a name may stand away from its dot


class _Box(NamedTuple):
    """A rectangle in inches from the figure's corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "_Box") -> bool:
        """Whether two rectangles have a place in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.top <= other.bottom or other.top <= self.bottom)


@themed
def quadrant_dots(frame: pd.DataFrame, cuts: tuple[float, float], text: ChartText) -> Figure:
    """Dots with intervals along both axes, and dashed lines at the cuts.

    Parameters
    ----------
    frame
        One row a dot: `name`; `x`, `x_low`, `x_high`; `y`, `y_low`, `y_high`; `strong` (in ink, the others in grey).
    cuts
        Where the plane is cut, along x and y.
    text
        `x` and `y` name the axes, `first_panel` the upper left part; `format_value` writes the ticks of y.

    Examples
    --------
    >>> row = {"name": "Price", "x": 3.0, "x_low": 2.9, "x_high": 3.1, "y": 0.2, "y_low": 0.1, "y_high": 0.3}
    >>> text = ChartText("Price goes with the score", first_panel="mend first")
    >>> figure = quadrant_dots(pd.DataFrame([row | {"strong": True}]), (3.0, 0.2), text)
    >>> [words.get_text() for words in figure.axes[0].texts]
    ['mend first', 'Price']
    """
    frame = checked_frame(frame, "name", "x", "x_low", "x_high", "y", "y_low", "y_high", "strong")
    head = style.height(wrapped(text.y, SMALL), SMALL) + 0.1
    figure = card(text, _PLOT_HEIGHT + _A_DOT * len(frame) + head + axis_height(text.x))
    axes = figure.subplots()
    head_panel(axes, wrapped(text.y, SMALL))
    for place, cut in zip((axes.axvline, axes.axhline), cuts, strict=True):
        place(cut, color=GREY, lw=1, ls=(0, (4, 3)), gid="cut", zorder=1.4)
    for number, row in enumerate(frame.itertuples()):
        _draw(axes, row, number)
    _axes(axes, frame, text)
    style.settle(figure)  # where dots stand is known after layout
    _name_dots(figure, axes, frame, text.first_panel)
    return figure


def _draw(axes: Axes, row: Row, number: int) -> None:
    colour = INK if row.strong else BAR
    look: Look = {"color": colour, "lw": 1.2, "solid_capstyle": "butt", "path_effects": HALO, "alpha": 0.8}
    axes.plot([row.x_low, row.x_high], [row.y] * 2, gid=f"across:{number}", **look)
    axes.plot([row.x] * 2, [row.y_low, row.y_high], gid=f"up:{number}", **look)
    dot: Look = {"marker": "o", "ms": 6.5, "mfc": colour, "mec": "white", "mew": 0.8, "ls": "none", "zorder": 4}
    axes.plot([row.x], [row.y], gid=f"dot:{number}", **dot)


def _axes(axes: Axes, frame: pd.DataFrame, text: ChartText) -> None:
    """Few round ticks along both axes, which hold all intervals and importance zero."""
    x, y = (frame[[axis, f"{axis}_low", f"{axis}_high"]].to_numpy().ravel() for axis in ("x", "y"))
    room = _ROOM * ((x.max() - x.min()) or 1.0)
    axes.set_xlim(x.min() - room, x.max() + room)
    low, high = min(0.0, y.min()), max(0.0, y.max())
    axes.set_ylim(low - _ROOM * (high - low) * (low < 0), high + _ROOM * ((high - low) or 1.0))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.format_value(value + 0.0)))
    axes.grid(color=FAINT, lw=0.8)
    axes.axhline(0, color=INK, lw=1.2, gid="zero", zorder=1.5)
    name_axis(axes, text.x)


def _name_dots(figure: Figure, axes: Axes, frame: pd.DataFrame, corner: str) -> None:
    """Each name where it meets no other and no dot, the nearest place first; a thin line leads to one further away."""
    edge = axes.get_window_extent()
    inside = _Box(*(side / figure.dpi for side in (edge.x0, edge.y0, edge.x1, edge.y1)))
    dots = [_inches(figure, axes, row.x, row.y) for row in frame.itertuples()]
    lines = [box for row in frame.itertuples() for box in _lines(figure, axes, row)]
    corner = _cut(corner)
    top = _Box(inside.left, inside.top - _tall(corner), inside.left + _wide(corner), inside.top)
    taken = [*(_around(dot, dot) for dot in dots), _write(axes, figure, corner, top, GREY)]
    for row, dot in zip(frame.itertuples(), dots, strict=True):
        name = _cut(row.name)
        free = (_free(dot, name, inside, boxes) for boxes in ([*taken, *lines], taken, []))
        box = next(box for box in free if box)
        taken.append(_write(axes, figure, name, box, INK if row.strong else GREY))
        _lead(axes, figure, dot, box)


def _cut(name: str) -> str:
    """A name in two lines at most.

    Examples
    --------
    >>> _cut("How fast parcels came, and how well they were packed")
    'How fast parcels\\ncame, and how…'
    """
    lines = wrapped(name, SMALL, _NAME).split("\n")
    if len(lines) <= _LINES:
        return "\n".join(lines)
    last = lines[_LINES - 1]
    while style.width(f"{last}…", SMALL) > _NAME:
        last = last[:-1].rstrip()
    return "\n".join([*lines[: _LINES - 1], f"{last}…"])


def _free(dot: tuple[float, float], name: str, inside: _Box, taken: list[_Box]) -> _Box | None:
    """The nearest place of a name that meets nothing taken."""
    return next((box for box in _spots(dot, name, inside) if not any(map(box.meets, taken))), None)


def _lines(figure: Figure, axes: Axes, row: Row) -> Iterator[_Box]:
    """Where a row's intervals are drawn: a name hides none, if there is room."""
    yield _around(_inches(figure, axes, row.x_low, row.y), _inches(figure, axes, row.x_high, row.y), _SPACE / 2)
    yield _around(
        _inches(figure, axes, axes.get_xlim()[0], 0.0), _inches(figure, axes, axes.get_xlim()[1], 0.0), _SPACE / 2
    )
    yield _around(_inches(figure, axes, row.x, row.y_low), _inches(figure, axes, row.x, row.y_high), _SPACE / 2)


def _around(first: tuple[float, float], last: tuple[float, float], room: float = _DOT) -> _Box:
    return _Box(first[0] - room, first[1] - room, last[0] + room, last[1] + room)


def _inches(figure: Figure, axes: Axes, x: float, y: float) -> tuple[float, float]:
    across, up = axes.transData.transform((x, y)) / figure.dpi
    return float(across), float(up)


def _wide(words: str) -> float:
    return max(style.width(line, SMALL) for line in words.split("\n")) + _SPACE


def _tall(words: str) -> float:
    return style.height(words, SMALL) + _SPACE


def _spots(dot: tuple[float, float], name: str, inside: _Box) -> Iterator[_Box]:
    """Places of a name around its dot within the axes, the nearest first."""
    wide, tall = _wide(name), _tall(name)
    for shift in _SHIFTS:
        for across, up in (*product((1, -1), (1, -1)), (1, 0), (-1, 0), (0, 1), (0, -1)):
            x = dot[0] + across * (shift + wide / 2)
            y = dot[1] + up * (shift + tall / 2)
            x = min(max(x, inside.left + wide / 2), inside.right - wide / 2)
            y = min(max(y, inside.bottom + tall / 2), inside.top - tall / 2)
            yield _Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


def _write(axes: Axes, figure: Figure, words: str, box: _Box, colour: str) -> _Box:
    """Words in the middle of a box."""
    wide, high = figure.get_size_inches()
    at = ((box.left + box.right) / 2 / wide, (box.bottom + box.top) / 2 / high)
    look: Look = {"xycoords": "figure fraction", "ha": "center", "size": SMALL, "color": colour, "path_effects": HALO}
    write_words(axes, words, at, **look).set_in_layout(False)
    return box


def _lead(axes: Axes, figure: Figure, dot: tuple[float, float], box: _Box) -> None:
    """A thin line from a dot to its name, where this stands away from it."""
    near = (min(max(dot[0], box.left), box.right), min(max(dot[1], box.bottom), box.top))
    if hypot(near[0] - dot[0], near[1] - dot[1]) > 2 * _SHIFTS[0]:
        ends = [axes.transData.inverted().transform((x * figure.dpi, y * figure.dpi)) for x, y in (dot, near)]
        axes.plot(*zip(*ends, strict=True), color=GREY, lw=0.6, gid="lead", zorder=3)
