"""The look of every chart: colours, type sizes, theme, title block, line breaks, PNG."""

import functools
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image

from helpers.report.chart_text import ChartText

P = ParamSpec("P")

INK, GREY, FAINT = "#222222", "#666666", "#E4E4E4"
BAR = "#6B6B6B"  # bars that belong to no segment
COLOURS = {"detractor": "#D55E00", "passive": "#8F8F8F", "promoter": "#0072B2", "none": "#555555", "all": INK}
LIGHT = {
    "detractor": "#F5CFB3",
    "passive": "#DDDDDD",
    "promoter": "#B3D5E8",
    "none": "#CCCCCC",
    "all": "#BBBBBB",
}
# Small coloured words need more contrast (at least 5 : 1 on white) than bars and dots do.
TEXT_COLOURS = COLOURS | {"detractor": "#AD4B00", "passive": "#5F5F5F", "promoter": "#005F94"}
HATCH = "////"

# Sizes in points for a figure 4.5 inches wide: SMALL is more than 11 px on a phone's 358 px, and 9 pt at 100 mm.
WIDTH = 4.5
TITLE, TEXT, SMALL, BIG = 12.5, 11.0, 10.3, 17.0
LINE = 1.3
MARGIN = 0.08
_SCALE = 100  # points, to measure letters at
_NEARLY_WHITE = 254

# Over matplotlib's own defaults: seaborn's style "white" in its context "paper", and the look of this report.
_RC: dict[Any, Any] = {
    "axes.axisbelow": True, "lines.linewidth": 1.2, "lines.markersize": 4.8, "lines.solid_capstyle": "round",
    "patch.edgecolor": "white", "patch.force_edgecolor": True, "patch.linewidth": 0.8,
    "xtick.major.size": 4.8, "ytick.major.size": 4.8,
    "figure.facecolor": "white", "axes.facecolor": "white", "savefig.facecolor": "white", "figure.dpi": 240,
    "text.color": INK, "axes.labelcolor": GREY, "xtick.color": GREY, "ytick.color": GREY,
    "axes.titlecolor": GREY,
    "font.size": TEXT, "axes.labelsize": SMALL, "xtick.labelsize": SMALL, "ytick.labelsize": SMALL,
    "axes.titlesize": SMALL, "axes.titlelocation": "left", "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False, "axes.spines.bottom": False, "axes.grid": False, "xtick.bottom": False,
    "ytick.left": False, "hatch.linewidth": 0.9, "savefig.bbox": None, "text.parse_math": False,
    "text.hinting": "none",  # so that words are as wide at every resolution
    "axes.unicode_minus": True, "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": MARGIN,
}  # fmt: skip


@contextmanager
def theme() -> Iterator[None]:
    """Apply the look to what is drawn inside, and restore matplotlib's settings after it."""
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever the reader has set
        mpl.rcParams.update(_RC | {"font.family": _fonts()})
        yield


@functools.cache
def _fonts() -> list[str]:
    with mpl.rc_context():
        import matplotlib_fontja  # here, because importing it sets the font for everybody

        matplotlib_fontja.japanize()
        return [*mpl.rcParams["font.family"], "DejaVu Sans"]


def themed(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Make a chart function draw, and settle its layout, inside the theme."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with theme():
            figure = draw(*args, **kwargs)
            settle(figure)
            return figure

    return drawn


def settle(figure: Figure) -> None:
    """Lay a card out, once."""
    engine = figure.get_layout_engine()
    assert engine is not None, "a card has one"
    for _ in range(2):  # the layout settles in the second pass
        engine.execute(figure)
    figure.set_layout_engine("none")
    for axes in figure.axes:  # the solver's last digits depend on where in memory it works
        left, bottom, wide, high = np.round(axes.get_position(original=True).bounds, 6).tolist()
        axes.set_position((left, bottom, wide, high))


def png(figure: Figure) -> bytes:
    """Bytes of the figure as PNG at 240 dots an inch, in 128 colours; the same figure gives the same bytes."""
    packed, canvas = io.BytesIO(), FigureCanvasAgg(figure)
    with theme():
        canvas.draw()
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    packed_colours = drawn.quantize(128, method=Image.Quantize.FASTOCTREE)
    palette = [255 if level == _NEARLY_WHITE else level for level in packed_colours.getpalette() or []]
    packed_colours.putpalette(palette)  # the octree makes white a shade darker
    packed_colours.save(packed, format="png", compress_level=6)
    return packed.getvalue()


def card(text: ChartText, body_height: float) -> Figure:
    """Empty figure with title, subtitle and note; `body_height` inches between them are left for the axes."""
    head = [(text.title, TITLE, INK), (text.subtitle, SMALL, GREY)]
    blocks = [(wrapped(words, size), size, colour) for words, size, colour in head if words]
    foot = wrapped(text.note, SMALL) if text.note else ""
    top = sum(height(words, size) for words, size, _ in blocks) + MARGIN * (len(blocks) + 1)
    bottom = height(foot, SMALL) + MARGIN if foot else 0
    total = top + body_height + bottom
    layout = ConstrainedLayoutEngine(rect=(0, bottom / total, 1, body_height / total))
    figure = plt.figure(figsize=(WIDTH, total), layout=layout)
    plt.close(figure)  # the caller shows it, pyplot must not show it again
    _write_head(figure, blocks, total)
    if foot:
        figure.text(MARGIN / WIDTH, MARGIN / total, foot, size=SMALL, color=GREY, va="bottom", linespacing=LINE)
    return figure


def _write_head(figure: Figure, blocks: list[tuple[str, float, str]], total: float) -> None:
    y = total - MARGIN
    for words, size, colour in blocks:
        figure.text(MARGIN / WIDTH, y / total, words, size=size, color=colour, va="top", linespacing=LINE)
        y -= height(words, size) + MARGIN


def drawable(words: str) -> bool:
    """Whether the charts' fonts have all letters of words that others wrote.

    Examples
    --------
    >>> drawable("遅い größe"), drawable("배송")
    (True, False)
    """
    fonts = _faces()
    return all(any(font.get_char_index(ord(letter)) for font in fonts) for letter in words)


def height(words: str, size: float) -> float:
    """Height in inches of lines of text."""
    return (words.count("\n") + 1) * size * LINE / 72 if words else 0


def width(words: str, size: float) -> float:
    """Width in inches of one line in the charts' font."""
    return sum(map(_advance, words)) * size / 72


@functools.cache
def _advance(letter: str) -> float:
    """How far a letter moves on what follows it, letters being 1 high."""
    font = next((font for font in _faces() if font.get_char_index(ord(letter))), _faces()[0])
    font.set_size(_SCALE, 72)
    return font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _SCALE


def _faces() -> list[FT2Font]:
    return [get_font(findfont(FontProperties(family=name))) for name in _fonts()]


# A piece ends before a space or, in Japanese, after the hiragana and closing marks that follow a word.
_OPEN, _CLOSE = "(「『（【〈《", "、。，．」』）】〉》！？：；・"
_QUOTED = rf"“[^“”]*”\S*|「[^「」]*」[ぁ-ん]*[{_CLOSE}]*"
_PIECE = re.compile(rf"\s+|[{_OPEN}]*(?:[^\sぁ-ん{_OPEN}{_CLOSE}]+|\S)[ぁ-ん]*[{_CLOSE}]*")
_UNBROKEN = re.compile(f"{_QUOTED}|{_PIECE.pattern}")  # quoted words stay on one line


def wrapped(words: str, size: float, limit: float = WIDTH - 2 * MARGIN) -> str:
    """Text broken into the fewest lines of at most `limit` inches, of about the same length.

    Examples
    --------
    >>> wrapped("A promoter brings more", 11, 1.2)
    'A promoter\\nbrings more'
    >>> wrapped("推奨者は年に48,200円、批判者は17,900円", 11, 2.4)
    '推奨者は年に48,200円、\\n批判者は17,900円'
    """
    pieces = [part for piece in _UNBROKEN.findall(words) for part in _fitting(piece, size, limit)]
    fewest = _lines(pieces, size, limit)
    shorter = (_lines(pieces, size, limit * share / 20) for share in range(10, 20))
    return "\n".join(next((lines for lines in shorter if len(lines) == len(fewest)), fewest))


def _fitting(piece: str, size: float, limit: float) -> list[str]:
    if width(piece, size) <= limit:
        return [piece]
    parts = _PIECE.findall(piece)  # of what is quoted
    return [part for shorter in parts for part in _fitting(shorter, size, limit)] if len(parts) > 1 else list(piece)


def _lines(pieces: list[str], size: float, limit: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width(lines[-1] + piece.rstrip(), size) > limit:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]
