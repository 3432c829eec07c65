"""What all tables share: texts in, columns named."""

import pandas as pd

from helpers.base.results import Estimate
from helpers.base.words import MISSING, Words
from helpers.report.show import Grid


def grid(rows: list[list[str]], heads: tuple[str, ...], words: Words, caption: str = "", texts: int = 1) -> Grid:
    """Table of ready-made texts under heads that are named by their keys."""
    return Grid(pd.DataFrame(rows, columns=[words.say(f"head_{head}") for head in heads]), caption, texts)


def ends(gap: Estimate | None) -> tuple[float | None, float | None, float | None]:
    """Estimate, low and high; three times nothing where there is no gap, or it is hidden."""
    return (gap.estimate, gap.low, gap.high) if gap else (None, None, None)


def few_note(rows: list[list[str]], words: Words) -> str:
    """Footnote that says why figures are missing, where some are."""
    return words.say("few_note") if any(MISSING in row for row in rows) else ""
