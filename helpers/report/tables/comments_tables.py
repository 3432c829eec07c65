"""The table of what people wrote: masked, some of each segment, and nobody beside it."""

import numpy as np
import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.comments import Comments
from helpers.collect.nps import SEGMENTS
from helpers.report.show import Grid
from helpers.report.tables.common_tables import grid

MOST = 50  # comments of a segment


def comments_table(comments: Comments, words: Words, settings: Settings) -> Grid | None:
    """Score and masked comment by segment; of many a draw that the seed decides, whatever the order of rows."""
    if comments.masked is None or comments.table.empty:
        return None
    shown = comments.table[["segment", "score"]].assign(comment=comments.masked)
    rows = [row for segment in SEGMENTS for row in _of_segment(shown[shown["segment"] == segment], words, settings)]
    return grid(rows, ("segment", "score", "comment"), words, words.say("comments_caption"), texts=3)


def _of_segment(shown: pd.DataFrame, words: Words, settings: Settings) -> list[list[str]]:
    if shown.empty:
        return []
    drawn = _drawn(shown.sort_values(["score", "comment"], ignore_index=True), settings.seed)
    name = words.say(f"segment_{shown['segment'].iloc[0]}")
    some = words.say("comments_drawn", segment=name, shown=len(drawn), n=len(shown))
    head = some if len(drawn) < len(shown) else words.say("comments_all", segment=name, n=len(shown))
    return [[head, words.count(line.score), line.comment] for line in drawn.itertuples()]


def _drawn(ordered: pd.DataFrame, seed: int) -> pd.DataFrame:
    if len(ordered) <= MOST:
        return ordered
    return ordered.sample(MOST, random_state=np.random.default_rng(seed)).sort_index()
