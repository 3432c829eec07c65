"""What people wrote: how many, and, where the settings ask for it, masked, some of each segment, nobody beside it."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.base.results import SEGMENTS
from helpers.collect.comments import Comments
from helpers.collect.nps import Nps
from helpers.report.context import Context, section
from helpers.report.parts import Part

MOST = 50  # comments of a segment


@section
def comments(report: Context, written: Comments, nps: Nps) -> Iterable[Part | None]:
    """How many wrote something, where that lies, why it is shown or not; score and masked comment by segment."""
    table, masked = written.table, written.masked
    if table.empty:
        yield report.text(report.say("comments_none" if written.is_read else "comments_unread"))
        return
    kept = "comments_nameless" if report.settings.share_comments else "comments_kept"
    yield report.text(report.say(kept if masked is None else "comments_shown", n=len(table), answers=nps.n))
    if masked is not None:
        shown = table[["segment", "score"]].assign(comment=masked)
        rows = [row for segment in SEGMENTS for row in _rows(report, segment, shown[shown["segment"] == segment])]
        yield report.table(("segment", "score", "comment"), rows, report.say("comments_caption"), texts=3, few=None)


def _rows(report: Context, segment: str, written: pd.DataFrame) -> Iterator[list[str]]:
    """Of many comments a draw that the seed decides, whatever the order of rows."""
    drawn = written.sort_values(["score", "comment"], ignore_index=True)
    if len(written) > MOST:
        drawn = drawn.sample(MOST, random_state=np.random.default_rng(report.settings.seed)).sort_index()
    key = "comments_drawn" if len(drawn) < len(written) else "comments_all"
    head = report.say(key, segment=report.say(f"segment_{segment}"), shown=len(drawn), n=len(written))
    for line in drawn.itertuples():
        yield [head, report.words.count(line.score), line.comment]
