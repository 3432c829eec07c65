"""The mail server that takes the mails in: over TLS, its certificate checked; the log-in is the environment's."""

import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

from helpers.base.errors import KitError
from helpers.invite.settings import InviteSettings

USER, PASSWORD = "NPS_KIT_SMTP_USER", "NPS_KIT_SMTP_PASSWORD"
BROKEN = (smtplib.SMTPServerDisconnected, OSError)  # of the connection; SMTP's own errors are OSErrors too
_CONNECT, _ANSWER = 30.0, 300.0  # seconds to wait for a server
_PORTS = {"starttls": 587, "tls": 465, "plain": 25}


@dataclass(frozen=True)
class Server:
    """The server that takes the mails in."""

    host: str
    security: str  # starttls, tls, or plain for this computer alone
    sender: str  # address that mails come from
    port: int | None = None
    user: str = ""  # as the password, "" without a log-in
    password: str = field(default="", repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)  # checks certificates


@contextmanager
def sessions(server: Server) -> Iterator[Callable[[], smtplib.SMTP]]:
    """A connected, safe, logged-in session whenever one is asked for: the one there is, else a new one."""
    opened: list[smtplib.SMTP] = []

    def session() -> smtplib.SMTP:
        if not opened or opened[-1].sock is None:
            opened.append(_connected(server))
        return opened[-1]

    try:
        yield session
    finally:
        for smtp in opened[-1:]:
            with suppress(*BROKEN):
                smtp.quit()
            smtp.close()


def _connected(server: Server) -> smtplib.SMTP:
    with ExitStack() as undo:
        try:
            smtp = _greeted(server)
            undo.callback(smtp.close)
            if server.security == "starttls":
                smtp.starttls(context=server.context)
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as error:
            raise KitError("E-SMTP-LOGIN", variable=f"{USER}, {PASSWORD}", smtp=error.smtp_code) from None
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            raise KitError("E-SMTP-TLS", name="smtp_security") from None
        except (smtplib.SMTPException, OSError):
            raise Away("E-SMTP-CONNECT", name="smtp_host, smtp_port") from None
        assert smtp.sock is not None, "it is connected"
        smtp.sock.settimeout(_ANSWER)
        undo.pop_all()
    return smtp


def _greeted(server: Server) -> smtplib.SMTP:
    """Connected; this computer names itself by the sender's domain, since its own name may hold any letters."""
    port, named = server.port or _PORTS[server.security], server.sender.partition("@")[2]
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, port, named, timeout=_CONNECT, context=server.context)
    return smtplib.SMTP(server.host, port, named, timeout=_CONNECT)


def server_of(settings: InviteSettings) -> Server:
    """The server that the settings name; its user and password come from the environment, where there are any.

    Raises
    ------
    KitError
        ``E-SMTP-HOST`` without a server; ``E-SMTP-PASSWORD`` where only one of user and password is there.
    """
    if not settings.smtp_host:
        raise KitError("E-SMTP-HOST", name="smtp_host")
    user, password = (os.environ.get(name, "") for name in (USER, PASSWORD))
    if bool(user) != bool(password):
        raise KitError("E-SMTP-PASSWORD", variable=f"{USER}, {PASSWORD}")
    login = (user, password) if settings.smtp_security != "plain" else ()
    sender = str(settings.sender_address)
    return Server(settings.smtp_host, settings.smtp_security, sender, settings.smtp_port, *login)


class Away(KitError):
    """The server can't be reached, perhaps for a moment."""
