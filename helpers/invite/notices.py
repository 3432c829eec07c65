"""Sentences of the command ``invite``: who is asked, what is sent, and how it went."""

from collections.abc import Iterator
from math import ceil

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.plan.sampling import Plan
from helpers.invite.log import ACCEPTED, REFUSED


def plan_lines(plan: Plan, words: Words) -> list[str]:
    """Who is asked, who is not and why; the counts close."""
    asked = len(plan.asked) + len(plan.withdrawn)
    key = "invite_all" if asked == plan.eligible else "invite_drawn"
    first = words.say(key, wave=plan.wave, asked=asked, eligible=plan.eligible)
    left_out = int(plan.left_out["customers"].sum())
    return [
        first,
        words.say("invite_expected", answers=plan.needs.answers),
        *_short(plan, words),
        *([words.say("invite_left_out", n=left_out, rows=plan.rows_in)] if left_out else []),
        *_by_reason(plan.left_out, words),
        *_withdrawn(plan, words),
        "",
    ]


def _short(plan: Plan, words: Words) -> list[str]:
    """Where fewer may be asked than the wanted margin or gap needs, or than `ask` names."""
    wished = plan.needs.wished or 0
    return [words.say("invite_short", wished=wished, eligible=plan.eligible)] if wished > plan.eligible else []


def _by_reason(left_out: pd.DataFrame, words: Words) -> list[str]:
    pairs = zip(left_out["reason"], left_out["customers"], strict=True)
    return [words.say("invite_reason", reason=words.say(f"reason_{reason}"), n=n) for reason, n in pairs]


def _withdrawn(plan: Plan, words: Words) -> list[str]:
    if plan.withdrawn.empty:
        return []
    counts = plan.withdrawn["reason"].value_counts().sort_index()
    table = pd.DataFrame({"reason": counts.index, "customers": counts.to_numpy()})
    return [words.say("invite_withdrawn", n=len(plan.withdrawn)), *_by_reason(table, words)]


def sending_lines(settings: Settings, n: int, words: Words) -> list[str]:
    """What is to be sent, by which server, and how long that takes."""
    if not n:
        return [words.say("invite_sending_none")]
    minutes = ceil(n / settings.mails_per_minute)
    return [words.say("invite_sending", n=n, host=settings.smtp_host, rate=settings.mails_per_minute, minutes=minutes)]


def waiting_line(left: int, seconds: float, words: Words) -> str:
    """How many mails the server left open when it put mails off, and how long the kit waits before it tries again."""
    return words.say("invite_waiting", n=left, minutes=ceil(seconds / 60))


def result_lines(results: pd.DataFrame, left: int, words: Words, log: str) -> list[str]:
    """How the sending went, as its log has it.

    Parameters
    ----------
    results : DataFrame
        See `helpers.invite.log.SentLog.results`.
    left : int
        Mails that are still to be sent.
    log : str
        Where the log lies.
    """
    return [*_results(results, left, words), words.say("invite_log", file=log)]


def _results(results: pd.DataFrame, left: int, words: Words) -> Iterator[str]:
    accepted, refused = (int((results["state"] == state).sum()) for state in (ACCEPTED, REFUSED))
    doubtful = results[results["uncertain"].fillna(0) > 0]
    yield words.say("invite_accepted", n=accepted)
    if refused:
        yield words.say("invite_refused", n=refused)
    if len(doubtful):
        yield words.say("invite_uncertain", n=len(doubtful))
    if left:
        yield words.say("invite_left", n=left)
