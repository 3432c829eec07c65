"""How a parameter is defined, once: default, type and range, group and help; and those that every room needs."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
from babel.numbers import get_currency_precision, list_currencies
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from helpers.base.errors import Said
from helpers.base.folders import SURVEYS
from helpers.base.letters import CONTROL, cleaned

PARAMETER_GROUPS: Mapping[str, Said] = {  # in the order in which parameters are shown, and complained of
    "report": {"en": "The report", "ja": "レポート"},
    "files": {"en": "Files, and how they are read", "ja": "ファイルと読み方"},
    "period": {"en": "Period and orders", "ja": "期間と注文"},
    "score": {"en": "Score", "ja": "スコア"},
    "referral": {"en": "Word of mouth", "ja": "口コミ"},
    "comparison": {"en": "Customer value and its comparison", "ja": "顧客価値と比較"},
    "limits": {"en": "Certainty, and what is shown", "ja": "確かさと表示"},
    "asking": {"en": "Whom to ask, and in which waves", "ja": "誰に、どの回で依頼するか"},
    "calling": {"en": "Whom to call", "ja": "誰に電話するか"},
    "mails": {
        "en": "The mails of `invite`; no report tells of them",
        "ja": "`invite` のメール（レポートには示しません）",
    },
}
_SAFE_NAME = re.compile(r"[A-Za-z0-9_\-. ()ぁ-ゖァ-ヺー々〆一-鿿]{1,80}")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def parameter(default: Any = ..., *, group: str, en: str, ja: str, more: Said | None = None) -> Any:
    """Definition of a parameter; its type and range stand in its annotation.

    Parameters
    ----------
    default : Any
        None given: the parameter is required.
    group : str
        Its place among `PARAMETER_GROUPS`.
    en, ja : str
        Its meaning in one line, shown wherever the parameter is.
    more : mapping, optional
        What docs/parameters.md says besides, in both languages.

    Examples
    --------
    >>> parameter(7, group="score", en="lowest score of a passive", ja="中立者の最低点").default
    7
    """
    return Field(default, json_schema_extra={"group": group, "help": {"en": en, "ja": ja}, "more": dict(more or {})})


def not_a(kind: str, **named: Any) -> PydanticCustomError:
    """Error that is said as ``E-PARAMETER.<kind>``, for validators."""
    return PydanticCustomError(kind, kind, named)


def _plain_date(value: object) -> date:
    day = value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with suppress(ValueError):  # a day that no calendar has
            day = date.fromisoformat(value)
    if day is None or not 1901 <= day.year <= 2199:
        raise not_a("date")
    return day


def _folder_name(value: str) -> str:
    harmless = _SAFE_NAME.fullmatch(value) and not _DEVICE.fullmatch(value)
    if not harmless or ".." in value or value[0] in ". " or value[-1] in ". ":
        raise not_a("folder")
    return value


def _free_name(value: str) -> str:
    if value.casefold() == SURVEYS:  # a report is replaced as a whole, and so would be all surveys
        raise not_a("surveys")
    return value


def one_line(value: str) -> str:
    """Text of one line, without outer blanks: it may stand in a mail's header."""
    if CONTROL.search(value.strip()):
        raise not_a("one_line")
    return value.strip()


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise not_a("time_zone") from None
    return value


def _currency(value: str) -> str:
    if value not in list_currencies():
        raise not_a("currency_code")
    return value


Day = Annotated[date, BeforeValidator(_plain_date)]
Label = Annotated[str, AfterValidator(cleaned)]
FolderName = Annotated[str, AfterValidator(_folder_name)]
OneLine = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Share = Annotated[float, Field(ge=0, le=1)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Settings(BaseModel):
    """Settings of one report that every room needs, checked; each room's own class adds what that room uses.

    Unknown names, wrong types and values out of range are refused by name: see
    `helpers.base.parameters.validated`. Dates may be given as ``date`` or text ``YYYY-MM-DD``; money is
    in units of `currency`. Labels that are compared with cells are brought into the form that cells are
    read in (NFKC).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    report_name: Annotated[FolderName, AfterValidator(_free_name)] = parameter(
        "report", group="report",
        en="name of the report and of its folder in out", ja="レポートと出力先フォルダ（outの下）の名前",
        more={"en": "without it, a parameter file's own name", "ja": "指定がなければ、設定ファイルの名前"},
    )  # fmt: skip
    shop_name: OneLine = parameter(
        "", group="report", en="name shown on top of the report", ja="レポートの冒頭に示す店名",
    )  # fmt: skip
    note: Annotated[str, Field(max_length=500)] = parameter(
        "", group="report", en="note shown wherever figures are", ja="数値とともに必ず示す注記",
    )  # fmt: skip
    language: Literal["en", "ja"] = parameter(
        "en", group="report",
        en="language of the report: en or ja", ja="レポートの言語（enは英語、jaは日本語）",
    )  # fmt: skip
    timezone: Annotated[str, AfterValidator(_time_zone)] = parameter(
        "Asia/Tokyo", group="report", en="the shop's time zone", ja="店のタイムゾーン",
    )  # fmt: skip
    currency: Annotated[str, AfterValidator(_currency)] = parameter(
        "JPY", group="report", en="currency, one a report", ja="通貨（1つのレポートに1種類）",
    )  # fmt: skip
    as_of: Day = parameter(
        group="period", en="the report's date", ja="レポートの基準日",
        more={"en": 'never "today" by itself; everything before this day counts',
              "ja": "自動で「今日」になることはありません。この日より前を集計します"},
    )  # fmt: skip
    confidence: Annotated[float, Field(ge=0.5, lt=1)] = parameter(
        0.95, group="limits", en="level of the intervals", ja="区間の信頼水準",
    )  # fmt: skip
    seed: Annotated[int, Field(ge=0, le=2**32)] = parameter(
        1, group="limits", en="seed of the draws", ja="再抽出に使う乱数のシード",
    )  # fmt: skip
    min_group_size: Annotated[int, Field(ge=2)] = parameter(
        10, group="limits", en="smallest group whose money is shown", ja="金額を示す最小の人数",
    )  # fmt: skip
    min_cell: Annotated[int, Field(ge=1)] = parameter(
        5, group="limits", en="smallest group whose rates are shown", ja="率を示す最小の人数",
    )  # fmt: skip

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.timezone)

    def random(self, stream: int) -> np.random.Generator:
        """Draws of a stream of its own, the same at each call."""
        return np.random.default_rng([self.seed, stream])

    @property
    def minor_digits(self) -> int:
        """Decimal places of the currency: 0 for JPY, 2 for USD."""
        return get_currency_precision(self.currency)

    @property
    def fold_seed(self) -> int:
        """What the folds of customers are drawn by."""
        return self.seed

    @property
    def smallest_group(self) -> int:
        """Fewest customers of a group whose money is shown."""
        return max(self.min_group_size, self.min_cell)
