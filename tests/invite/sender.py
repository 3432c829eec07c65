"""A program that sends mails by the kit's own sender, so that it can be killed."""

import ssl
from pathlib import Path

from helpers.invite.log import sent_log
from helpers.invite.sending import Mail, send
from helpers.invite.server import Server
from tests.forking import serve


def send_all(log_path, port, number):
    """Send so many mails, to c1@example.com and so on."""
    server = Server("localhost", "starttls", "survey@example.jp", port, context=ssl.create_default_context())
    content = b"Subject: x\r\n\r\n" + (b"y" * 70 + b"\r\n") * 300
    mails = [Mail(f"C{i}", f"c{i}@example.com", lambda: content) for i in range(number)]
    with sent_log(Path(log_path), "invitation") as log:
        send(mails, log, server, mails_per_minute=6000)


if __name__ == "__main__":
    serve(send_all)
