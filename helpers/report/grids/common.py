"""What all tables share: texts in, columns named."""

import pandas as pd

from helpers.base.words import Words

from ..show import Grid


def grid(rows: list[list[str]], heads: tuple[str, ...], words: Words, caption: str = "", texts: int = 1) -> Grid:
    """Table of ready-made texts under heads that are named by their keys."""
    return Grid(pd.DataFrame(rows, columns=[words.say(f"head_{head}") for head in heads]), caption, texts)
