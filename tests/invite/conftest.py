"""A mail server on this computer, by another hand than the kit's, and a small shop whose customers are asked."""

import email
import email.policy
import socket
import ssl
from dataclasses import dataclass, field

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "shop@example.jp", "pass-word-that-never-shows"


def pytest_collection_modifyitems(items):
    """What needs the server is slow."""
    for item in items:
        if "serve" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@dataclass
class Received:
    """What the server took in, and what it answers otherwise than "250 OK".

    Attributes
    ----------
    mails : list of (address, bytes)
    at_rcpt, at_data : mapping
        Address → answers, one after the other, then 250.
    on_rcpt, on_data : function or None
        Called with the address before the answer.
    """

    mails: list = field(default_factory=list)
    senders: set = field(default_factory=set)
    secure: list = field(default_factory=list)
    logged_in: list = field(default_factory=list)
    at_rcpt: dict = field(default_factory=dict)
    at_data: dict = field(default_factory=dict)
    on_rcpt: object = None
    on_data: object = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.on_rcpt:
            self.on_rcpt(address)
        answer = self._next(self.at_rcpt, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        answer = self._next(self.at_data, address)
        if answer.startswith("250"):
            self.mails.append((address, envelope.content))
            self.senders.add(envelope.mail_from)
            self.secure.append(server.transport.get_extra_info("sslcontext") is not None)
        if self.on_data:
            self.on_data(address)
        if answer == "hang up":
            server.transport.abort()
        return answer

    @staticmethod
    def _next(answers, address):
        waiting = answers.get(address) or answers.get("*")
        if isinstance(waiting, str):
            return waiting
        return waiting.pop(0) if waiting else "250 OK"

    def addresses(self):
        """Addresses mailed to, in order."""
        return [address for address, _ in self.mails]

    def parsed(self):
        """The mails as the standard library reads them."""
        return [email.message_from_bytes(content, policy=email.policy.default) for _, content in self.mails]

    def authenticate(self, server, session, envelope, mechanism, data):
        """Whether user and password are right."""
        good = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        self.logged_in.append(good)
        return AuthResult(success=good, handled=good)


@pytest.fixture
def login():
    """User and password that the server knows."""
    return USER, PASSWORD


@pytest.fixture(scope="session")
def authority():
    """Who signs the server's certificate."""
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """The authority's certificate among those that this computer trusts."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def serve(authority):
    """Starter of mail servers: `serve(security)` gives what it received and the port that it listens on."""
    running = []

    def start(security="starttls", login=False, name="localhost"):
        received, port = Received(), free_port()
        how = {"hostname": "127.0.0.1", "port": port, "ready_timeout": 20}
        if security != "plain":
            context = server_context(authority, name)
            how |= {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
        if login:
            how |= {"authenticator": received.authenticate, "auth_required": True}
        controller = Controller(received, **how)
        controller.start()
        running.append(controller)
        return received, port

    yield start
    for controller in running:
        controller.stop(no_assert=True)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def server_context(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
