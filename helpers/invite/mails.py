"""The mail that asks one person: plain text and HTML, in encoded words that every reader decodes."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from helpers.base.templates import filled_template
from helpers.base.words import Words
from helpers.invite.questionnaire import INVITE_TEMPLATES, link_pattern, personal_link
from helpers.invite.settings import InviteSettings

INVITATION = "invitation"
_LONGEST_NAME = 45  # bytes that fit into one encoded word: over several, some readers put blanks between them
_TITLED = re.compile(r"(様|さま|さん|殿|御中)$")


class _Verbatim(UnstructuredHeader):
    """A header of ASCII that stays on one line: folded or encoded, no program would find the link in it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Verbatim)  # type: ignore[arg-type]
_HEADERS.map_to_type("message-id", _Verbatim)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True)
class Recipient:
    """Whom a mail is for; `name` may be blank."""

    customer_id: str
    email: str
    name: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Letter:
    """What all mails of one sending say."""

    settings: InviteSettings
    invited_on: date  # first day of the personal links
    expires_on: date  # their last day
    written_at: datetime  # with a time zone; the mails' date
    kind: str = INVITATION  # or which reminder: reminder-1 and so on

    @property
    def words(self) -> Words:
        """Words of the mails."""
        return Words(self.settings.language, self.settings.currency)

    @property
    def reminds(self) -> bool:
        """Whether it is a reminder."""
        return self.kind != INVITATION

    @property
    def sender(self) -> str:
        """Who the mails come from."""
        return self.settings.sender_name or self.settings.shop_name or str(self.settings.sender_address)

    @property
    def shop(self) -> str:
        """The shop as the sentences call it."""
        return self.settings.shop_name or self.settings.sender_name or self.words.say("mail_shop")


def salutation(name: str, words: Words) -> str:
    """How a mail begins; neutral where there is no name.

    Examples
    --------
    >>> [salutation(name, Words("ja", "JPY")) for name in ("NA 花子", "", "山田様")]
    ['NA 花子 様', 'お客様', '山田様']
    """
    if not name:
        return words.say("mail_greeting_neutral")
    return name if _TITLED.search(name) else words.say("mail_greeting", name=name)


def message_id(person: Recipient, letter: Letter) -> str:
    """Identity of a mail: the same however often it is sent, so that a server may drop its copy; tells no token."""
    return f"<{_digest(person, letter)}@{str(letter.settings.sender_address).partition('@')[2]}>"


def _digest(person: Recipient, letter: Letter) -> str:
    return hashlib.sha256(f"{letter.kind}\0{person.token}".encode()).hexdigest()[:32]


def message(person: Recipient, letter: Letter) -> EmailMessage:
    """The mail to one person: plain text and HTML, both of the same words.

    Headers that hold more than ASCII become encoded words (RFC 2047) in UTF-8; bodies are 7-bit clean.
    """
    settings, mail = letter.settings, EmailMessage(policy=_POLICY)
    mail["From"] = Address(letter.sender, addr_spec=settings.sender_address)
    box, _, domain = person.email.rpartition("@")
    shown = person.name if len(person.name.encode()) <= _LONGEST_NAME else ""
    mail["To"] = Address(shown, box, domain)
    mail["Subject"] = subject(letter)
    mail["Date"] = letter.written_at
    mail["Message-ID"] = message_id(person, letter)
    if settings.reply_to:
        mail["Reply-To"] = Address(addr_spec=settings.reply_to)
    mail["List-Unsubscribe"] = f"<{unsubscribe_link(settings)}>"
    link = personal_link(link_pattern(settings), person.token)
    values = mail_values(letter, salutation(person.name, letter.words), link)
    mail.set_content(filled_template(INVITE_TEMPLATES, "mail.txt.j2", **values), charset="utf-8", cte="base64")
    html = filled_template(INVITE_TEMPLATES, "mail.html.j2", **values)
    mail.add_alternative(html, subtype="html", charset="utf-8", cte="base64")
    mail.set_boundary(f"{_digest(person, letter)}=_")  # not at random: the same mail is the same bytes
    return mail


def subject(letter: Letter) -> str:
    """Subject of the mails."""
    own = letter.settings.mail_subject or letter.words.say("mail_subject", shop=letter.shop)
    return letter.words.say("mail_subject_reminder", subject=own) if letter.reminds else own


def unsubscribe_link(settings: InviteSettings) -> str:
    """The contact to unsubscribe by as a link that a mail program can follow."""
    contact = str(settings.unsubscribe_contact)
    return contact if "://" in contact else f"mailto:{contact}?subject=unsubscribe"


def mail_values(letter: Letter, greeting: str, link: str) -> dict[str, object]:
    """What the templates of a mail are filled with."""
    settings, words = letter.settings, letter.words
    return {
        "say": words.say,
        "language": settings.language,
        "subject": subject(letter),
        "greeting": greeting,
        "purpose": settings.mail_purpose or words.say("mail_purpose", shop=letter.shop),
        "reminder": letter.reminds,
        "link": link,
        "invited_on": letter.invited_on,
        "expires_on": letter.expires_on,
        "shop": letter.shop,
        "sender": letter.sender,
        "settings": settings,
        "unsubscribe": unsubscribe_link(settings),
    }
