"""Sentences of the command ``invite``: who is asked, what is sent, and how it went."""

from collections.abc import Iterator
from math import ceil

import pandas as pd

from helpers.base.words import Words
from helpers.collect.plan.sampling import Plan
from helpers.invite.log import ACCEPTED, REFUSED
from helpers.invite.settings import InviteSettings


def plan_lines(plan: Plan, words: Words) -> Iterator[str]:
    """Who is asked, who is not and why; the counts close."""
    asked, wished = len(plan.asked) + len(plan.withdrawn), plan.needs.wished or 0
    key = "invite_all" if asked == plan.eligible else "invite_drawn"
    yield words.say(key, wave=plan.wave, asked=asked, eligible=plan.eligible)
    yield words.say("invite_expected", answers=plan.needs.answers)
    if wished > plan.eligible:
        yield words.say("invite_short", wished=wished, eligible=plan.eligible)
    if len(plan.left_out):
        yield words.say("invite_left_out", n=int(plan.left_out["customers"].sum()), rows=plan.rows_in)
        yield from _by_reason(plan.left_out.set_index("reason")["customers"], words)
    if plan.refusing:
        yield words.say("plan_refusing", names=words.say("list_separator").join(plan.refusing))
    if len(plan.withdrawn):
        yield words.say("invite_withdrawn", n=len(plan.withdrawn))
        yield from _by_reason(plan.withdrawn["reason"].value_counts().sort_index(), words)
    yield ""


def _by_reason(customers: pd.Series, words: Words) -> Iterator[str]:
    for reason, n in customers.items():
        yield words.say("invite_reason", reason=words.say(f"reason_{reason}"), n=n)


def postal_lines(settings: InviteSettings, words: Words) -> list[str]:
    """A warning where the mails don't say where their sender is."""
    return [] if settings.sender_postal_address.strip() else [words.say("invite_postal")]


def sending_lines(settings: InviteSettings, n: int, words: Words) -> list[str]:
    """What is to be sent, by which server, and how long that takes."""
    if not n:
        return [words.say("invite_sending_none")]
    minutes = ceil(n / settings.mails_per_minute)
    return [words.say("invite_sending", n=n, host=settings.smtp_host, rate=settings.mails_per_minute, minutes=minutes)]


def waiting_line(left: int, seconds: float, words: Words) -> str:
    """How many mails the server left open when it put mails off, and how long the kit waits before it tries again."""
    return words.say("invite_waiting", n=left, minutes=ceil(seconds / 60))


def result_lines(results: pd.DataFrame, left: int, words: Words, log: str) -> Iterator[str]:
    """How the sending went, as its log has it (see `helpers.invite.log.SentLog.results`); how many mails are left."""
    accepted, refused = (int((results["state"] == state).sum()) for state in (ACCEPTED, REFUSED))
    doubtful = results[results["uncertain"].fillna(0) > 0]
    yield words.say("invite_accepted", n=accepted)
    if refused:
        yield words.say("invite_refused", n=refused)
    if len(doubtful):
        yield words.say("invite_uncertain", n=len(doubtful))
    if left:
        yield words.say("invite_left", n=left)
    yield words.say("invite_log", file=log)
