"""Which answers count in the reports of a batch over dates, in words."""

from collections.abc import Sequence

from helpers.base.words import Words
from helpers.run.batch.entries import Entry, names_of


def answer_lines(done: Sequence[Entry], words: Words) -> list[str]:
    """Up to when answers count where the batch set it, where they carry no dates, and where none was given by then."""
    cut = [entry for entry in done if entry.answers_until]
    sides = {entry.settings.window for entry in cut if not entry.persons.is_undated}
    keys = {"before": "index_answers_before", "after": "index_answers_between"}
    lines = [words.say(key) for side, key in keys.items() if side in sides]
    undated = [entry for entry in cut if entry.persons.is_undated]
    unanswered = [entry for entry in cut if entry.answers == 0]
    lines += [words.say("index_undated", reports=names_of(undated, words))] if undated else []
    return [*lines, words.say("index_unanswered", reports=names_of(unanswered, words))] if unanswered else lines
