"""The parameters of the mails, and of the server that sends them; no report reads them."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from helpers.base.letters import MAILABLE
from helpers.base.settings import OneLine, not_a, parameter
from helpers.report.settings import ReportSettings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LINK = re.compile(r"https?://[!-~]+")  # ASCII without blanks, as it stands in a mail
_LOCAL_LINK = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d{1,5})?([/?#].*)?")


def _mail_address(value: str) -> str:
    if not MAILABLE.fullmatch(value):
        raise not_a("address")
    return value


def _link(value: str) -> str:
    """A link whose token nobody reads on its way."""
    if not (_LINK.fullmatch(value) and (value.startswith("https://") or _LOCAL_LINK.fullmatch(value))):
        raise not_a("link")
    return value


def _contact(value: str) -> str:
    if not (MAILABLE.fullmatch(value) or _LINK.fullmatch(value)):
        raise not_a("contact")
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|::1", value):
        raise not_a("host")
    return value


MailAddress = Annotated[str, Field(max_length=254), AfterValidator(_mail_address)]


class InviteSettings(ReportSettings):
    """Settings that the mails of a survey need: with those of its report all that a parameter file may hold."""

    survey_url: Annotated[str, Field(max_length=1000), AfterValidator(_link)] | None = parameter(
        None, group="mails", en="link of the survey; its {token} becomes each person's own",
        ja="アンケートのURL（{token}の部分が1人ずつ変わる）",
        more={"en": "https. Where `{token}` is missing and the tool has hidden fields, the field `token` is added",
              "ja": "httpsのURL。`{token}` がなく、ツールに隠しフィールドがあれば、`token` という項目を加えます"},
    )  # fmt: skip
    survey_tool: Literal["google_forms", "typeform", "surveymonkey", "qualtrics", "limesurvey", "other"] = parameter(
        "other", group="mails",
        en="the tool that asks: google_forms, typeform, surveymonkey, qualtrics, limesurvey, other",
        ja="アンケートのツール（google_forms、typeform、surveymonkey、qualtrics、limesurvey、other）",
    )  # fmt: skip
    sender_name: OneLine = parameter(
        "", group="mails",
        en="who the mails come from; empty is shop_name", ja="メールの差出人名（空欄はshop_name）",
    )  # fmt: skip
    sender_address: MailAddress | None = parameter(
        None, group="mails", en="mail address that the mails come from", ja="差出人のメールアドレス",
        more={"en": "required for mails", "ja": "メールには必須"},
    )  # fmt: skip
    sender_postal_address: OneLine = parameter(
        "", group="mails", en="the sender's postal address, under each mail", ja="差出人の住所（メールの末尾に記載）",
    )  # fmt: skip
    reply_to: MailAddress | None = parameter(
        None, group="mails",
        en="mail address for answers; null is the sender's", ja="返信先のメールアドレス（nullは差出人と同じ）",
    )  # fmt: skip
    unsubscribe_contact: Annotated[str, Field(max_length=500), AfterValidator(_contact)] | None = parameter(
        None, group="mails",
        en="mail address or link to unsubscribe by", ja="配信停止の連絡先（メールアドレスかURL）",
        more={"en": "required for mails", "ja": "メールには必須"},
    )  # fmt: skip
    mail_subject: OneLine = parameter(
        "", group="mails", en="subject of the mail; empty is the kit's", ja="件名（空欄は標準の件名）",
    )  # fmt: skip
    mail_purpose: Annotated[str, Field(max_length=2000)] = parameter(
        "", group="mails", en="what the survey is for, in a sentence or two; empty is the kit's",
        ja="調査の目的の説明（空欄は標準の文）",
    )  # fmt: skip
    token_days: Annotated[int, Field(ge=1, le=3650)] = parameter(
        60, group="mails", en="days for which a personal link holds", ja="個別URLの有効日数",
        more={"en": "later answers are set aside", "ja": "期限後の回答は集計から除きます"},
    )  # fmt: skip
    smtp_host: Annotated[str, Field(max_length=253), AfterValidator(_host)] | None = parameter(
        None, group="mails", en="mail server; user and password come from the environment",
        ja="メールサーバー（ユーザー名とパスワードは環境変数で指定）",
    )  # fmt: skip
    smtp_port: Annotated[int, Field(ge=1, le=65535)] | None = parameter(
        None, group="mails", en="its port; null is the usual one", ja="そのポート（nullは標準）",
    )  # fmt: skip
    smtp_security: Literal["starttls", "tls", "plain"] = parameter(
        "starttls", group="mails", en="starttls or tls; plain on this computer alone",
        ja="starttlsかtls（plainはこのコンピューター内だけ）",
    )  # fmt: skip
    mails_per_minute: Annotated[int, Field(ge=1, le=6000)] = parameter(
        30, group="mails", en="most mails a minute", ja="1分あたりの送信数の上限",
    )  # fmt: skip

    @model_validator(mode="after")
    def _sent_safely(self) -> Self:
        if self.smtp_security == "plain" and self.smtp_host not in (None, *LOOPBACK):
            raise not_a("plain")
        return self
