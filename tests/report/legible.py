"""What keeps a chart from being read on a phone: small text, texts that meet, words beyond the card."""

from collections.abc import Iterator
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text

PHONE, LEAST = 358, 11  # px: the width of a phone's screen less its margins, and the smallest text


def flaws(figure: Figure) -> list[str]:
    """All of a figure that cannot be read on a phone, in words."""
    figure.draw_without_rendering()
    texts = _shown(figure)
    boxes = [(text.get_text(), text.get_window_extent().padded(-0.5)) for text in texts]
    found = [f"small: {text.get_text()}" for text in texts if _pixels(text, figure) < LEAST]
    found += [f"meet: {a} | {b}" for (a, first), (b, second) in combinations(boxes, 2) if first.overlaps(second)]
    card = figure.bbox.padded(0.5)
    inside = [
        (words, card.x0 <= box.x0 and box.x1 <= card.x1 and card.y0 <= box.y0 <= box.y1 <= card.y1)
        for words, box in boxes
    ]
    return found + [f"off: {words}" for words, is_on in inside if not is_on]


def _pixels(text: Text, figure: Figure) -> float:
    return text.get_fontsize() / 72 * PHONE / figure.get_figwidth()


def _shown(figure: Figure) -> list[Text]:
    """Texts that are drawn: ticks beyond the ends of their axis are not."""
    beyond = set(_beyond(figure))
    texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [text for text in texts if text not in beyond]


def _beyond(figure: Figure) -> Iterator[Text]:
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)
