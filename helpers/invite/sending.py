"""Mails handed to a server: not too fast, and each written down before and after."""

import re
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from helpers.base.errors import KitError
from helpers.invite.log import ACCEPTED, DEFERRED, REFUSED, UNCERTAIN, SentLog
from helpers.invite.server import BROKEN, Away, Server, sessions

PAUSES = (60.0, 300.0, 900.0)  # seconds before mails that the server put off are tried again
RECONNECTED_AFTER = (0.0, 5.0, 30.0, 120.0)  # seconds, where the connection breaks off between two mails
MOST_IN_A_ROW = 20  # answers of one kind: then it is the sender or the text that the server refuses, not the people


@dataclass(frozen=True)
class Mail:
    """A mail that is handed over."""

    customer_id: str
    address: str
    content: Callable[[], bytes]  # asked for when it is its turn


@dataclass(frozen=True)
class Timer:
    """The time, as far as sending needs it; tests have one of their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def send(
    mails: Sequence[Mail],
    log: SentLog,
    server: Server,
    *,
    mails_per_minute: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
    waits: Callable[[int, float], None] = lambda left, seconds: None,
    clock: Timer = Timer(),
    pauses: Sequence[float] = PAUSES,
) -> None:
    """Hand over all mails that the log does not know as accepted or refused.

    What a server puts off (4xx) is tried again after each of the `pauses`; what it refuses (5xx) is not.
    Where the connection breaks off after a mail's content went out, nobody knows whether it arrived: it is
    sent once more at most, and the log says so.

    Parameters
    ----------
    mails_per_minute : int
        Upper limit.
    progress : callable
        Called with mails done and all mails, after each; what is put off is not done.
    waits : callable
        Called with mails left and seconds to wait, before each of the `pauses`.

    Raises
    ------
    KitError
        ``E-SMTP-CONNECT``, ``E-SMTP-TLS``, ``E-SMTP-LOGIN``, ``E-SMTP-SENDER``, ``E-SMTP-REFUSING``. What was
        sent until then is in the log, and the next call goes on from there.
    """
    log.settle()
    waiting = _still_open(mails, log)
    if not waiting:
        return progress(len(mails), len(mails))
    with sessions(server) as session:
        session()  # a wrong name or password is said at once
        run = _Run(log, server, session, clock, 60 / mails_per_minute)
        for pause in (*pauses, None):
            done = len(mails) - len(waiting)
            for number in run.handed_over(waiting):
                progress(done + number, len(mails))
            waiting = _still_open(waiting, log)
            if not waiting or pause is None:
                break
            waits(len(waiting), pause)
            clock.sleep(pause)
    return None


def _still_open(mails: Sequence[Mail], log: SentLog) -> list[Mail]:
    ids = set(log.open_ids([mail.customer_id for mail in mails]))
    return [mail for mail in mails if mail.customer_id in ids]


@dataclass
class _Run:
    """One run over the mails: its pace, and what the server answered to the last ones."""

    log: SentLog
    server: Server
    session: Callable[[], smtplib.SMTP]
    clock: Timer
    seconds_each: float
    next_at: float = 0.0
    refused: list[int] = field(default_factory=list)  # attempts in a row

    def handed_over(self, mails: Sequence[Mail]) -> Iterator[int]:
        """Hand over mails, and count those that are done; to a server that puts off many in a row, no more of them."""
        done = put_off = 0
        for mail in mails:
            state = self._tried(mail)
            if state == UNCERTAIN and self.log.open_ids([mail.customer_id]):
                state = self._tried(mail)
            put_off = put_off + 1 if state == DEFERRED else 0
            done += state != DEFERRED
            yield done
            if put_off == MOST_IN_A_ROW:
                return

    def _tried(self, mail: Mail) -> str:
        """State of one attempt, as it is in the log."""
        self._keep_pace()
        smtp, code = self._ready_for(mail)
        if code >= 400:
            return self._answered(self.log.begun(mail.customer_id, _state(code), code), code, smtp)
        content = _stuffed(mail.content())
        number = self.log.begun(mail.customer_id)
        try:
            smtp.send(content)
            code, _ = smtp.getreply()
        except BROKEN:
            smtp.close()
            self.log.ended(number, UNCERTAIN)
            return UNCERTAIN
        return self._answered(number, code, smtp)

    def _keep_pace(self) -> None:
        now = self.clock.monotonic()
        if now < self.next_at:
            self.clock.sleep(self.next_at - now)
        self.next_at = max(now, self.next_at) + self.seconds_each

    def _answered(self, number: int, code: int, smtp: smtplib.SMTP) -> str:
        state = _state(code)
        self.log.ended(number, state, code)
        self.refused = [*self.refused, number] if state == REFUSED else []
        if state != ACCEPTED:
            with suppress(*BROKEN):
                smtp.rset()
        if len(self.refused) == MOST_IN_A_ROW:
            for attempt in self.refused:  # nothing to do with these people
                self.log.ended(attempt, DEFERRED, code)
            raise KitError("E-SMTP-REFUSING", name="smtp_host", n=MOST_IN_A_ROW, smtp=code)
        return state

    def _ready_for(self, mail: Mail) -> tuple[smtplib.SMTP, int]:
        """A session that waits for a mail's content (code below 400), or has said that it won't take it.

        Until then no content was sent, so that a server may hang up, or be away for minutes.
        """
        for pause in RECONNECTED_AFTER:
            self.clock.sleep(pause)
            with suppress(Away):
                return self._asked(mail)
        return self._asked(mail)

    def _asked(self, mail: Mail) -> tuple[smtplib.SMTP, int]:
        smtp = self.session()
        try:
            code, _ = smtp.mail(self.server.sender)
            if code >= 500:
                raise KitError("E-SMTP-SENDER", name="sender_address", smtp=code)
            for question in (lambda: smtp.rcpt(mail.address), lambda: smtp.docmd("data")):
                code = code if code >= 400 else question()[0]
        except BROKEN:
            smtp.close()
            raise Away("E-SMTP-CONNECT", name="smtp_host, smtp_port") from None
        return smtp, code


def _stuffed(content: bytes) -> bytes:
    """Content as it goes over the line: a point that begins a line is doubled, a line of one point ends it."""
    return re.sub(rb"(?m)^\.", b"..", content.removesuffix(b"\r\n")) + b"\r\n.\r\n"


def _state(code: int) -> str:
    return ACCEPTED if code < 400 else DEFERRED if code < 500 else REFUSED


def dated(content: bytes, now: datetime) -> bytes:
    """Mail with the date of its sending, all else as it was written."""
    head, end, body = content.partition(b"\r\n\r\n")
    return re.sub(rb"(?m)^Date: .*?\r$", b"Date: " + format_datetime(now).encode() + b"\r", head, count=1) + end + body
