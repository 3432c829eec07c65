"""The report's settings: their names, types, ranges and defaults."""

import difflib
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision, list_currencies
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from helpers.base.cells import names_set
from helpers.base.errors import LANGUAGES, TEXTS, KitError, Said, sentence
from helpers.base.folders import SURVEYS
from helpers.base.letters import CONTROL, cleaned
from helpers.base.tables import TABLES, TableName

PATHS = (*TABLES, "opt_outs", "earlier_customers")
_SAFE_NAME = re.compile(r"[A-Za-z0-9_\-. ()ぁ-ゖァ-ヺー々〆一-鿿]{1,80}")
_LINK = re.compile(r"https?://[!-~]+")  # ASCII without blanks, as it stands in a mail
_LOCAL_LINK = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d{1,5})?([/?#].*)?")
MAILABLE = re.compile(  # what is mailed to: ASCII, and no sign in front that a spreadsheet takes for a formula
    r"[A-Za-z0-9_!#$%&*/?^`{|}~.][A-Za-z0-9_!#$%&'*+/=?^`{|}~.-]{0,63}@(?=.{1,253}$)"
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_BETWEEN = {"en": "; ", "ja": " "}
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def _refused(kind: str, **named: Any) -> PydanticCustomError:
    """Error that is said as ``E-PARAMETER.<kind>``."""
    return PydanticCustomError(kind, kind, named)


def _plain_date(value: object) -> date:
    day = value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with suppress(ValueError):  # a day that no calendar has
            day = date.fromisoformat(value)
    if day is None or not 1901 <= day.year <= 2199:
        raise _refused("date")
    return day


def _folder_name(value: str) -> str:
    harmless = _SAFE_NAME.fullmatch(value) and not _DEVICE.fullmatch(value)
    if not harmless or ".." in value or value[0] in ". " or value[-1] in ". ":
        raise _refused("folder")
    return value


def _free_name(value: str) -> str:
    if value.casefold() == SURVEYS:  # a report is replaced as a whole, and so would be all surveys
        raise _refused("surveys")
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise _refused("time_zone") from None
    return value


def _currency(value: str) -> str:
    if value not in list_currencies():
        raise _refused("currency_code")
    return value


def _encoding(value: str) -> str:
    name = value.strip().lower().replace("_", "-")
    if name not in ENCODINGS:
        raise _refused("literal_error", expected=", ".join(ENCODINGS))
    return name


def _one_line(value: str) -> str:
    if CONTROL.search(value):
        raise _refused("one_line")
    return value


def _mail_address(value: str) -> str:
    if not MAILABLE.fullmatch(value):
        raise _refused("address")
    return value


def _link(value: str) -> str:
    """A link whose token nobody reads on its way."""
    if not (_LINK.fullmatch(value) and (value.startswith("https://") or _LOCAL_LINK.fullmatch(value))):
        raise _refused("link")
    return value


def _contact(value: str) -> str:
    if not (MAILABLE.fullmatch(value) or _LINK.fullmatch(value)):
        raise _refused("contact")
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|::1", value):
        raise _refused("host")
    return value


ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "cp932", "shift-jis", "euc-jp", "iso-2022-jp", "cp1252", "latin-1",
)  # fmt: skip
Day = Annotated[date, BeforeValidator(_plain_date)]
Label = Annotated[str, AfterValidator(cleaned)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Score = Annotated[int, Field(ge=0, le=100)]
InfluenceScale = Annotated[list[Annotated[float, Field(allow_inf_nan=False)]], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]
Money = Annotated[float, Field(allow_inf_nan=False)]
Cost = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Scalar = Label | int | float | bool | date
Values = Annotated[list[Scalar], Field(min_length=1)]
Range = Annotated[dict[Literal["from", "to"], Scalar], Field(min_length=1)]
Condition = Scalar | Values | Range
OneLine = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
MailAddress = Annotated[str, Field(max_length=254), AfterValidator(_mail_address)]
Stratifier = Literal["channel", "tenure", "spend"]


class Settings(BaseModel):
    """All settings of one report, checked (the contract's names; meanings: README, METHOD's sections).

    Unknown names, wrong types and values out of range are refused by name: see `checked`.
    Dates may be given as ``date`` or text ``YYYY-MM-DD``; money is in units of `currency`. Labels
    that are compared with cells are brought into the form that cells are read in (NFKC).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    report_name: Annotated[str, AfterValidator(_folder_name), AfterValidator(_free_name)] = "report"
    shop_name: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=500)] = ""
    language: Literal["en", "ja"] = "en"
    timezone: Annotated[str, AfterValidator(_time_zone)] = "Asia/Tokyo"
    currency: Annotated[str, AfterValidator(_currency)] = "JPY"

    customers: str | None = None
    purchases: str | None = None
    responses: str | None = None
    complaints: str | None = None
    invitations: str | None = None
    columns: dict[TableName, dict[str, str]] = {}
    sheets: dict[TableName, str] = {}
    encoding: Encoding | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    decimal_sign: Literal[".", ","] | None = None
    tax: Literal["included", "excluded"] | None = None
    order_total: Literal["first", "every", "sum"] | None = None
    count_range: Literal["low", "middle", "high"] = "low"
    where: dict[str, Condition] = {}
    segment_by: str | None = None
    bad_rows: Literal["set_aside", "stop"] = "set_aside"

    as_of: Day
    window_days: Annotated[int, Field(ge=0, le=36500)] = 365
    window: Literal["before", "after"] = "before"
    answers_from: Day | None = None
    answers_to: Day | None = None
    purchases_from: Day | None = None
    purchases_until: Day | None = None
    amount_basis: Annotated[str, Field(max_length=100)] = "goods"
    statuses_used: list[Label] = [
        "completed", "complete", "paid", "shipped", "delivered", "fulfilled", "processing", "returned",
        "refunded", "partially_refunded", "完了", "発送済み", "発送済", "発送完了", "出荷済み", "出荷済", "出荷完了",
        "配送済み", "配送完了", "配達完了", "入金済み", "入金済", "支払い済み", "支払済み", "取引完了", "返品",
        "返金済み",
    ]  # fmt: skip
    statuses_unused: list[Label] = [
        "cancelled", "canceled", "test", "pending", "failed", "voided", "draft",
        "キャンセル", "キャンセル済み", "キャンセル済", "取消", "取消済", "取消し", "取り消し", "注文取消",
        "テスト", "保留", "未入金", "購入処理中",
    ]  # fmt: skip

    score_scale: Annotated[list[Score], Field(min_length=2, max_length=2)] | None = None
    score_labels: dict[Label, Score] = {}
    passive_from: Score = 7
    promoter_from: Score = 9
    population: Annotated[int, Field(ge=1)] | None = None

    influence_scale: InfluenceScale | None = None
    influence_labels: dict[Label, Share] = {}
    influence_rule: Literal["common", "own"] = "common"
    conversion: Literal["crm", "none"] | Annotated[float, Field(ge=0, allow_inf_nan=False)] = "crm"
    referred_ltv: Literal["all", "referral"] | Money = "all"
    incremental_share: Share = 1.0
    warned_weight: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    max_recommendations: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    referral_channels: list[Label] = ["referral", "紹介", "口コミ"]

    gross_margin_rate: Annotated[float, Field(gt=0, le=1)] = 1.0
    acquisition_cost: Cost | dict[Label, Cost] = 0.0
    acquisition_cost_rule: Literal["new_customers", "ignore"] = "new_customers"
    retention_cost: Cost = 0.0

    confidence: Annotated[float, Field(ge=0.5, lt=1)] = 0.95
    resamples: Annotated[int, Field(ge=200, le=100_000)] = 2000
    seed: Annotated[int, Field(ge=0, le=2**32)] = 1
    min_group_size: Annotated[int, Field(ge=2)] = 10
    min_cell: Annotated[int, Field(ge=1)] = 5
    share_comments: bool = False
    time_limit_minutes: Annotated[int, Field(ge=1)] = 60

    # whom to ask, and in which waves
    wave: Annotated[str, AfterValidator(_folder_name)] | None = None
    waves: dict[Label, Day] = {}
    ask: Annotated[int, Field(ge=1)] | None = None
    expected_response_rate: Annotated[float, Field(gt=0, le=1)] = 0.2
    expected_shares: Annotated[list[Share], Field(min_length=3, max_length=3)] | None = None
    expected_spread: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    wanted_margin: Annotated[float, Field(gt=0, le=100)] | None = None
    wanted_gap: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    stratify_by: list[Stratifier] = []
    quarantine_days: Annotated[int, Field(ge=0, le=3650)] = 90
    consent_given: bool = False
    opt_outs: str | None = None
    earlier_customers: str | None = None

    # the mails of `invite`, and the server that sends them; no report reads them (see MAILS)
    survey_url: Annotated[str, Field(max_length=1000), AfterValidator(_link)] | None = None
    survey_tool: Literal["google_forms", "typeform", "surveymonkey", "qualtrics", "limesurvey", "other"] = "other"
    sender_name: OneLine = ""
    sender_address: MailAddress | None = None
    sender_postal_address: OneLine = ""
    reply_to: MailAddress | None = None
    unsubscribe_contact: Annotated[str, Field(max_length=500), AfterValidator(_contact)] | None = None
    mail_subject: OneLine = ""
    mail_purpose: Annotated[str, Field(max_length=2000)] = ""
    token_days: Annotated[int, Field(ge=1, le=3650)] = 60
    smtp_host: Annotated[str, Field(max_length=253), AfterValidator(_host)] | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    smtp_security: Literal["starttls", "tls", "plain"] = "starttls"
    mails_per_minute: Annotated[int, Field(ge=1, le=6000)] = 30

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order = {
            "passive_from, promoter_from": self.passive_from < self.promoter_from,
            "influence_scale": self.influence_bounds[0] < self.influence_bounds[1],
            "answers_from, answers_to": (self.answers_from or date.min) <= (self.answers_to or date.max),
            "purchases_from, purchases_until": (self.purchases_from or date.min) <= (self.purchases_until or date.max),
        }
        for names, ordered in in_order.items():
            if not ordered:
                raise _refused("order", name=names)
        low, high = sorted(self.score_bounds)
        if not low < self.passive_from < self.promoter_from <= high:
            raise _refused("cut_offs", low=low, high=high)
        if high != 10 and (self.passive_from, self.promoter_from) == (7, 9):
            raise _refused("usual_cut_offs", low=low, high=high)
        if self.window == "after" and self.window_days == 0:
            raise _refused("after")
        if self.expected_shares and abs(sum(self.expected_shares) - 1) > 1e-6:
            raise _refused("shares")
        if self.smtp_security == "plain" and self.smtp_host not in (None, *LOOPBACK):
            raise _refused("plain")
        return self

    @property
    def minor_digits(self) -> int:
        """Decimal places of the currency: 0 for JPY, 2 for USD."""
        return get_currency_precision(self.currency)

    @property
    def score_bounds(self) -> tuple[int, int]:
        """Scores that mean "not at all likely" and "extremely likely"; 0 and 10 unless `score_scale` says otherwise."""
        low, high = self.score_scale or (0, 10)
        return low, high

    @property
    def influence_bounds(self) -> tuple[float, float]:
        """Least and greatest answer on influence; 0 and 10 unless `influence_scale` says otherwise."""
        low, high = self.influence_scale or (0, 10)
        return low, high

    @property
    def wave_name(self) -> str:
        """Name of the wave that is planned: `wave`, else year and month of ``as_of``."""
        return self.wave or f"{self.as_of:%Y-%m}"

    @property
    def smallest_group(self) -> int:
        """Fewest customers of a group whose money is shown."""
        return max(self.min_group_size, self.min_cell)

    @property
    def window_start(self) -> date | None:
        """First day of the window; None for the whole history."""
        if self.window == "after":
            return self.as_of
        return self.as_of - timedelta(days=self.window_days) if self.window_days else None

    @property
    def window_end(self) -> date:
        """First day after the window."""
        return self.as_of + timedelta(days=self.window_days) if self.window == "after" else self.as_of


MAILS = frozenset(
    {"survey_url", "survey_tool", "sender_name", "sender_address", "sender_postal_address", "reply_to",
     "unsubscribe_contact", "mail_subject", "mail_purpose", "token_days", "smtp_host", "smtp_port", "smtp_security",
     "mails_per_minute"}
)  # fmt: skip


def checked(values: Mapping[str, Any]) -> Settings:
    """Settings from a mapping of names to values.

    Raises
    ------
    KitError
        ``E-PARAMETER``, naming each parameter that is unknown, of a wrong type or out of range.

    Examples
    --------
    >>> checked({"as_of": "2026-04-01"}).window_start.isoformat()
    '2025-04-01'
    >>> checked({"as_of": "2026-04-01", "window_dayz": 30})
    Traceback (most recent call last):
    helpers.base.errors.KitError: E-PARAMETER window_dayz: no such parameter; did you mean window_days?
    """
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        complaints = [_complaint(detail) for detail in details]
        raise KitError("E-PARAMETER", {language: _listed(complaints, language) for language in LANGUAGES}) from None


def from_cell(namespace: Mapping[str, Any]) -> Settings:
    """Settings from a notebook's variables: those whose names are parameters; the others keep their defaults.

    Raises
    ------
    KitError
        ``E-PARAMETER`` also for a name in the cells of parameters that is none, with the nearest one.

    Examples
    --------
    >>> from_cell({"as_of": "2026-04-01", "window_days": 30, "pd": None}).window_days
    30
    """
    fields = Settings.model_fields
    strange = {name: None for name in names_set(namespace.get("In", ()), fields) if name not in fields}
    return checked({name: namespace[name] for name in fields if name in namespace} | strange)


def _listed(complaints: Iterable[Said], language: str) -> str:
    return _BETWEEN[language].join(dict.fromkeys(said[language] for said in complaints))


def _complaint(detail: Any) -> Said:
    """What is wrong with a parameter, from pydantic's account of it; never its value."""
    name, kind, named = str(next(iter(detail["loc"]), "")), detail["type"], detail.get("ctx", {})
    if kind in ("extra_forbidden", "invalid_key"):
        near = difflib.get_close_matches(name, Settings.model_fields, n=1)
        if near:
            return sentence("E-PARAMETER.misspelt", name=name, near=near[0])
        return sentence("E-PARAMETER.unknown", name=name)
    key = next(key for end in (name, kind, "other") if (key := f"E-PARAMETER.{end}") in TEXTS)
    return sentence(key, **{"name": name} | {key: _plain(value) for key, value in named.items()})


def _plain(value: Any) -> Any:
    """Limit or choice as a parameter file has it: 1 for 1.0, "a", "b" for 'a' or 'b'."""
    if isinstance(value, str):
        return value.replace("' or '", "', '").replace("'", '"')
    return int(value) if isinstance(value, float) and value.is_integer() else value
