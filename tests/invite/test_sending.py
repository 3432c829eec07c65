"""Mails handed to a real server: TLS, pace, what is put off, refused or broken off, and the log of it all."""

import email
import email.policy
import re
import ssl
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from helpers.base.errors import KitError
from helpers.invite import sending
from helpers.invite.log import ACCEPTED, DEFERRED, REFUSED, UNCERTAIN, sent_log
from helpers.invite.sending import Mail, Timer, dated, send
from helpers.invite.server import Server, server_of
from helpers.run.settings import checked

CONTENT = (
    "From: =?utf-8?b?6Z2S6JGJ?= <survey@example.jp>\r\nTo: {address}\r\nDate: Thu, 02 Apr 2026 09:30:15 +0900\r\n"
    "Subject: =?utf-8?b?44Gr?=\r\nMIME-Version: 1.0\r\n\r\n.\r\n..two\r\nbody of {address}\r\n.\r\n"
)


class Watch:
    """A clock that moves when it is told to sleep."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def clock(self):
        return Timer(lambda: self.now, self.sleep)

    def sleep(self, seconds):
        self.now += seconds
        self.slept.append(seconds)


def mails(n=3):
    return [Mail(f"C{i}", f"c{i}@example.com", lambda i=i: content(i)) for i in range(1, n + 1)]


def content(i):
    return CONTENT.format(address=f"c{i}@example.com").encode()


@pytest.fixture
def context(authority):
    """Certificates that the kit trusts: the tests' authority alone."""
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    return trusting


@pytest.fixture
def post(serve, context, tmp_path):
    """Server, and a sender to it: `post.send(mails)`; `post.log()` reads what the log says."""

    class Post:
        watch = Watch()

        def __init__(self, security="starttls", **how):
            self.received, self.port = serve(security, **how)
            self.security = security

        def server(self, **changes):
            given = {"host": "localhost", "security": self.security, "sender": "survey@example.jp", "port": self.port}
            return Server(**{**given, "context": context, **changes})

        def send(self, some, rate=6000, server=None, **how):
            with sent_log(tmp_path / "log.sqlite", how.pop("kind", "invitation")) as log:
                send(some, log, server or self.server(), mails_per_minute=rate, clock=self.watch.clock(), **how)

        def log(self, kind="invitation"):
            with sent_log(tmp_path / "log.sqlite", kind) as log:
                return log.attempts(), log.results()

        def states(self, kind="invitation"):
            return self.log(kind)[1]["state"].to_dict()

    return Post


@pytest.mark.parametrize("security", ["starttls", "tls", "plain"])
def test_every_mail_arrives_once_as_it_was_written(post, security):
    server = post(security)
    server.send(mails())
    assert server.received.mails == [(f"c{i}@example.com", content(i)) for i in (1, 2, 3)]  # points and all
    assert server.received.senders == {"survey@example.jp"}
    assert server.received.secure == [security != "plain"] * 3
    assert server.states() == {"C1": ACCEPTED, "C2": ACCEPTED, "C3": ACCEPTED}


def test_what_was_accepted_is_never_sent_again(post):
    server = post()
    for _ in range(3):
        server.send(mails())
    assert server.received.addresses() == ["c1@example.com", "c2@example.com", "c3@example.com"]
    server.send(mails(4))
    assert server.received.addresses()[3:] == ["c4@example.com"]


def test_a_reminder_has_a_log_of_its_own(post):
    server = post()
    server.send(mails())
    server.send(mails(1), kind="reminder-1")
    server.send(mails(1), kind="reminder-1")
    assert server.received.addresses().count("c1@example.com") == 2
    assert server.states("reminder-1") == {"C1": ACCEPTED}


# --- the connection --------------------------------------------------------------------------------------------------


def error_of(post, some=None, **how):
    with pytest.raises(KitError) as caught:
        post.send(some or mails(), **how)
    return caught.value


def test_a_certificate_that_nobody_trusts_ends_it_before_anything_is_sent(post):
    for security in ("starttls", "tls"):
        server = post(security)
        error = error_of(server, server=server.server(context=ssl.create_default_context()))
        assert error.code == "E-SMTP-TLS" and server.received.mails == [] and len(server.log()[0]) == 0


def test_a_certificate_of_another_name_ends_it(post):
    server = post("starttls", name="other.example.jp")
    assert error_of(server).code == "E-SMTP-TLS" and server.received.mails == []


def test_a_server_without_tls_ends_it(post):
    server = post("plain")
    assert error_of(server, server=server.server(security="starttls")).code == "E-SMTP-TLS"
    assert server.received.mails == []


def test_no_server_ends_it(post):
    server = post()
    assert error_of(server, server=server.server(port=1)).code == "E-SMTP-CONNECT"


def test_log_in(post, login):
    user, password = login
    server = post(login=True)
    server.send(mails(1), server=server.server(user=user, password=password))
    assert server.received.logged_in == [True] and server.states() == {"C1": ACCEPTED}
    error = error_of(server, mails(2), server=server.server(user=user, password="wrong-secret"))
    assert error.code == "E-SMTP-LOGIN" and "wrong-secret" not in str(error) + error.said("ja")


def test_the_server_of_the_settings(monkeypatch):
    given = {"as_of": "2026-04-01", "smtp_host": "smtp.example.jp", "sender_address": "a@b.jp"}
    monkeypatch.delenv("NPS_KIT_SMTP_USER", raising=False)
    monkeypatch.delenv("NPS_KIT_SMTP_PASSWORD", raising=False)
    plain = server_of(checked(given))
    assert (plain.host, plain.security, plain.port, plain.user) == ("smtp.example.jp", "starttls", None, "")
    assert plain.context.verify_mode == ssl.CERT_REQUIRED and plain.context.check_hostname
    monkeypatch.setenv("NPS_KIT_SMTP_USER", "me")
    with pytest.raises(KitError, match="E-SMTP-PASSWORD"):
        server_of(checked(given))
    monkeypatch.setenv("NPS_KIT_SMTP_PASSWORD", "hidden-word")
    full = server_of(checked(given))
    assert (full.user, full.password) == ("me", "hidden-word") and "hidden-word" not in repr(full)
    on_this_computer = checked({**given, "smtp_host": "localhost", "smtp_security": "plain"})
    open_line = server_of(on_this_computer)
    assert (open_line.user, open_line.password) == ("", "")  # nothing secret goes over it
    with pytest.raises(KitError, match="E-SMTP-HOST"):
        server_of(checked({"as_of": "2026-04-01"}))


# --- what a server answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_what_is_put_off_is_tried_again_later(post, where):
    server = post()
    getattr(server.received, where)["c2@example.com"] = ["450 later", "451 still later"]
    server.send(mails(), pauses=(60, 300, 900))
    assert server.received.addresses() == ["c1@example.com", "c3@example.com", "c2@example.com"]
    attempts, results = server.log()
    assert attempts.loc[attempts["customer_id"] == "C2", "state"].tolist() == [DEFERRED, DEFERRED, ACCEPTED]
    assert attempts.loc[attempts["customer_id"] == "C2", "code"].tolist() == [450, 451, 250]
    assert results["state"].to_dict() == {"C1": ACCEPTED, "C2": ACCEPTED, "C3": ACCEPTED}
    assert [seconds for seconds in server.watch.slept if seconds >= 60] == [60, 300]


def test_what_is_put_off_for_long_stays_open_for_the_next_run(post):
    server = post()
    server.received.at_rcpt["c2@example.com"] = "450 later"
    server.send(mails(), pauses=(60,))
    assert server.states() == {"C1": ACCEPTED, "C2": DEFERRED, "C3": ACCEPTED}
    server.received.at_rcpt.clear()
    server.send(mails())
    assert server.received.addresses() == ["c1@example.com", "c3@example.com", "c2@example.com"]


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_what_is_refused_is_not_tried_again(post, where):
    server = post()
    getattr(server.received, where)["c2@example.com"] = ["550 no such user"]
    for _ in range(3):
        server.send(mails())
    assert server.received.addresses() == ["c1@example.com", "c3@example.com"]
    attempts, _ = server.log()
    assert attempts.loc[attempts["customer_id"] == "C2", ["state", "code"]].to_numpy().tolist() == [[REFUSED, 550]]


def test_a_server_that_refuses_everybody_is_not_asked_about_everybody(post):
    server = post()
    server.received.at_rcpt["*"] = "554 your address is blocked"
    error = error_of(server, mails(50))
    assert error.code == "E-SMTP-REFUSING" and "20" in str(error) and "your address" not in str(error)
    assert len(server.log()[0]) == 20 and set(server.states().values()) == {DEFERRED}
    server.received.at_rcpt.clear()
    server.send(mails(50))
    assert sorted(server.received.addresses()) == sorted(mail.address for mail in mails(50))


def test_a_server_that_puts_everybody_off_is_left_alone_for_a_while(post):
    server = post()
    server.received.at_rcpt["*"] = [*["451 too many"] * 20]
    server.send(mails(30), pauses=(60,))
    assert len(server.received.mails) == 30 and [s for s in server.watch.slept if s >= 60] == [60]


def test_a_sender_that_is_not_welcome_ends_it_for_all(post):
    server = post()

    async def handle_MAIL(*given):
        return "550 not from here"

    server.received.handle_MAIL = handle_MAIL
    assert error_of(server).code == "E-SMTP-SENDER" and server.states() == {}


def test_where_the_line_breaks_after_the_content_it_is_sent_once_more_and_said(post):
    server = post()
    server.received.at_data["c2@example.com"] = ["hang up"]
    server.send(mails())
    attempts, results = server.log()
    assert attempts.loc[attempts["customer_id"] == "C2", "state"].tolist() == [UNCERTAIN, ACCEPTED]
    assert results["uncertain"].to_dict() == {"C1": 0, "C2": 1, "C3": 0}
    assert sorted(server.received.addresses()) == ["c1@example.com", "c2@example.com", "c3@example.com"]


def test_it_is_sent_once_more_and_not_twice_more(post):
    server = post()
    server.received.at_data["c2@example.com"] = "hang up"
    for _ in range(3):
        server.send(mails())
    attempts, results = server.log()
    assert attempts.loc[attempts["customer_id"] == "C2", "state"].tolist() == [UNCERTAIN, UNCERTAIN]
    assert results.loc["C2", "state"] == UNCERTAIN


def test_where_the_line_breaks_before_the_content_nothing_is_uncertain(post):
    server, lost = post(), []

    async def handle_RCPT(smtp, session, envelope, address, options):
        if address == "c2@example.com" and len(lost) < 3:
            lost.append(address)
            smtp.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    server.received.handle_RCPT = handle_RCPT
    server.send(mails())
    attempts, _ = server.log()
    assert attempts["state"].tolist() == [ACCEPTED] * 3 and len(server.received.mails) == 3
    assert [s for s in server.watch.slept if s in sending.RECONNECTED_AFTER[1:]] == [5, 30, 120]


# --- pace, progress, date --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [1, 30, 600])
def test_never_faster_than_asked(post, rate):
    server, at = post(), []
    server.received.on_rcpt = lambda address: at.append(server.watch.now)
    server.send(mails(5), rate=rate)
    gaps = [second - first for first, second in pairwise(at)]
    assert gaps == pytest.approx([60 / rate] * 4)


def test_a_second_try_keeps_the_pace_too(post):
    server, at = post(), []
    server.received.at_data["c1@example.com"] = ["hang up"]
    server.received.on_rcpt = lambda address: at.append(server.watch.now)
    server.send(mails(2), rate=6)
    assert at == pytest.approx([0, 10, 20])


def test_progress_is_told(post):
    server, told = post(), []
    server.send(mails(), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    server.send(mails(), progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_what_is_put_off_is_not_done_and_the_wait_is_told(post):
    server, told = post(), []
    server.received.at_rcpt["c2@example.com"] = ["450 later", "451 still later"]
    server.send(
        mails(),
        pauses=(60, 300),
        progress=lambda done, total: told.append(f"{done} of {total}"),
        waits=lambda left, seconds: told.append((left, seconds)),
    )
    assert told == ["1 of 3", "1 of 3", "2 of 3", (1, 60), "2 of 3", (1, 300), "3 of 3"]


def test_after_the_last_try_nobody_waits(post):
    server, told = post(), []
    server.received.at_rcpt["c2@example.com"] = "450 later"
    server.send(mails(), pauses=(60,), waits=lambda left, seconds: told.append((left, seconds)))
    assert told == [(1, 60)] and server.watch.slept.count(60) == 1


def test_the_date_is_that_of_sending_and_all_else_stays():
    new = dated(content(1), datetime(2026, 5, 1, 12, 0, tzinfo=UTC))
    assert new == content(1).replace(b"Thu, 02 Apr 2026 09:30:15 +0900", b"Fri, 01 May 2026 12:00:00 +0000")
    tricky = b"Subject: x\r\n\r\nDate: in the text\r\n"
    assert dated(tricky, datetime(2026, 5, 1, tzinfo=UTC)) == tricky
    assert email.message_from_bytes(new, policy=email.policy.default)["Date"].datetime.day == 1


def test_the_log_is_its_owners_and_holds_no_address(post, tmp_path):
    server = post()
    server.received.at_rcpt["c2@example.com"] = ["550 c2@example.com unknown"]
    server.send(mails())
    assert (tmp_path / "log.sqlite").stat().st_mode & 0o077 == 0
    assert not re.search(rb"example\.com|example\.jp", (tmp_path / "log.sqlite").read_bytes())
