"""A program that sends mails by the kit's own sender, so that it can be killed: sender.py LOG PORT NUMBER."""

import ssl
import sys
from pathlib import Path

from helpers.invite.log import sent_log
from helpers.invite.sending import Mail, send
from helpers.invite.server import Server


def main(log_path, port, number):
    """Send so many mails, to c1@example.com and so on."""
    server = Server("localhost", "starttls", "survey@example.jp", int(port), context=ssl.create_default_context())
    content = b"Subject: x\r\n\r\n" + (b"y" * 70 + b"\r\n") * 300
    mails = [Mail(f"C{i}", f"c{i}@example.com", lambda: content) for i in range(int(number))]
    with sent_log(Path(log_path), "invitation") as log:
        send(mails, log, server, mails_per_minute=6000)


if __name__ == "__main__":
    main(*sys.argv[1:])
