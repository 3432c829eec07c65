"""Killed at any moment of sending, and begun again: everybody once, or once more where the log says so."""

import os
import random
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from helpers.base.folders import PROJECT
from helpers.invite.log import ABOUT_TO_SEND, ACCEPTED, UNCERTAIN, sent_log
from tests.forking import CAN_FORK, Forks

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kills what was forked")
SENDER = Path(__file__).with_name("sender.py")
MAILS, KILLS = 12, 5
TIMES = int(os.environ.get("NPS_KIT_FAULTS", "1"))  # repetitions, each with moments of its own


class Killer:
    """Kills the sender after some event on the server and a moment more, but before the next event is over."""

    def __init__(self, chance, program):
        self.chance, self.program, self.armed, self.hand = chance, program, False, None

    def start(self):
        """Watch its next run: after how many events it is killed, and how many seconds later."""
        self.armed, self.hand = True, None
        self.events, self.seconds = self.chance.randint(1, 4), self.chance.choice([0, 0, self.chance.random() * 0.03])

    def event(self, address):
        """Something happened on the server, which takes its time."""
        self.events -= 1
        if self.hand:
            self.hand.join()
        elif self.armed and self.events == 0:
            self.hand = threading.Thread(target=self._kill)
            self.hand.start()
            if not self.seconds:
                self.hand.join()
        time.sleep(0.01)

    def _kill(self):
        time.sleep(self.seconds)
        self.program.kill()


@pytest.fixture
def sender(trusted):
    """The program that sends, which says nothing whatever happens to it."""
    program = Forks(SENDER, SSL_CERT_FILE=str(trusted), PYTHONPATH=str(PROJECT))
    yield program
    assert program.end() == ""


@pytest.mark.parametrize("seed", range(TIMES))
@pytest.mark.parametrize("moment", ["on_rcpt", "before_answer"])
def test_nobody_is_skipped_and_nobody_mailed_twice_in_secret(serve, sender, tmp_path, moment, seed):
    received, port = serve()
    words = str(tmp_path / "log.sqlite"), port, MAILS
    killer = Killer(random.Random(f"{moment} {seed}"), sender)
    setattr(received, "on_rcpt" if moment == "on_rcpt" else "on_data", killer.event)
    codes = []
    for _ in range(KILLS):
        killer.start()
        sender.start(*words)
        codes.append(sender.code())
    killer.armed = False
    sender.start(*words)
    assert sender.code() == 0
    assert sum(code != 0 for code in codes) >= 2  # it was killed indeed
    with sent_log(tmp_path / "log.sqlite", "invitation") as log:
        attempts, results = log.attempts(), log.results()
    arrived = Counter(address.partition("@")[0].upper() for address in received.addresses())
    everybody = {f"C{i}" for i in range(MAILS)}
    assert set(arrived) == everybody == set(results.index)
    twice = {one for one, times in arrived.items() if times > 1}
    assert max(arrived.values()) <= 2
    assert twice <= set(results.index[results["uncertain"] > 0])
    assert ABOUT_TO_SEND not in set(attempts["state"])
    assert set(attempts["state"]) <= {ACCEPTED, UNCERTAIN}


def test_a_sender_killed_after_the_server_accepted_sends_once_more_and_says_so(serve, sender, tmp_path):
    """The one moment that no order of writing can save: accepted, but the log could not say so."""
    received, port = serve()
    words = str(tmp_path / "log.sqlite"), port, MAILS
    received.on_data = lambda address: sender.kill() if address == "c3@example.com" else None
    sender.start(*words)
    assert sender.code() < 0
    received.on_data = None
    sender.start(*words)
    assert sender.code() == 0
    with sent_log(tmp_path / "log.sqlite", "invitation") as log:
        attempts, results = log.attempts(), log.results()
    assert attempts.loc[attempts["customer_id"] == "C3", "state"].tolist() == [UNCERTAIN, ACCEPTED]
    assert results.loc[results["uncertain"] > 0].index.tolist() == ["C3"]
    counted = Counter(received.addresses())
    assert counted["c3@example.com"] == 2 and set(counted.values()) == {1, 2} and len(counted) == MAILS
