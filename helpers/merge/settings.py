"""The parameters of step 2: the window, and what the purchases cover."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from helpers.base.settings import Day, not_a, parameter
from helpers.collect.settings import CollectSettings


class MergeSettings(CollectSettings):
    """Settings that the merging of purchases, customers and complaints needs."""

    window_days: Annotated[int, Field(ge=0, le=36500)] = parameter(
        365, group="period", en="length of the window; 0 is the whole history", ja="対象期間の日数（0は全期間）",
    )  # fmt: skip
    purchases_from: Day | None = parameter(
        None, group="period", en="first day that the file covers, where the kit asks",
        ja="購買のファイルに含まれる最初の日（キットが尋ねたときに指定）",
    )  # fmt: skip
    purchases_until: Day | None = parameter(
        None, group="period", en="last day that the file covers, where the kit asks",
        ja="購買のファイルに含まれる最後の日（キットが尋ねたときに指定）",
    )  # fmt: skip
    acquired_on: Literal["first_order", "confirm"] | None = parameter(
        None, group="period",
        en="the day a customer was won, where orders are older: first_order, or confirm the file's",
        ja="登録日より前に注文があるときの獲得日（first_orderは初回注文日、confirmはファイルのまま）",
        more={"en": "asked where more than 10 % of the customers ordered before it",
              "ja": "10%を超える顧客の初回注文が登録日より前のときに尋ねます"},
    )  # fmt: skip
    returned_orders: Literal["full", "none"] | None = parameter(
        None, group="period", en="returned orders of which no refund is told: full, or none of their amount counts",
        ja="返金額が分からない返品注文の扱い（fullは全額、noneは0円で数える。nullは全額で警告）",
    )  # fmt: skip
    account_segment: Literal["lowest", "mean", "latest"] | None = parameter(
        None, group="period", en="segment of a customer with several contacts: lowest, mean or latest; null is lowest",
        ja="担当者が複数いる顧客の区分（lowestは最低、meanは平均、latestは最後の点数。nullは最低）",
    )  # fmt: skip
    earlier_calls: str | None = parameter(
        None, group="calling", en="call lists of an earlier report, as handed back; empty without",
        ja="以前のレポートの電話リスト（戻ってきたもの。空欄は、なし）",
        more={"en": "a pattern such as `out/REPORT/private/call_*`, which takes the list (as CSV and as workbook, one "
                    "of the two filled in) and those held out; lists of the report's day or later are not read; tells "
                    "what the calls did, and whom not to call again within quarantine_days",
              "ja": "`out/レポート名/private/call_*` のように、リスト（CSVとブック。記入はどちらか一方）と対照群の"
                    "両方を指定します。レポートの日付以降のリストは読み込みません。電話の効果を示し、"
                    "quarantine_days の間は同じ顧客を載せません"},
    )  # fmt: skip
    resamples: Annotated[int, Field(ge=200, le=100_000)] = parameter(
        2000, group="comparison", en="draws behind each interval", ja="区間ごとの再抽出の回数",
    )  # fmt: skip

    @model_validator(mode="after")
    def _window_in_order(self) -> Self:
        if not (self.purchases_from or date.min) <= (self.purchases_until or date.max):
            raise not_a("order", name="purchases_from, purchases_until")
        if self.window == "after" and self.window_days == 0:
            raise not_a("after")
        return self

    @property
    def window_start(self) -> date | None:
        """First day of the window; None for the whole history."""
        if self.window == "after":
            return self.as_of
        return self.as_of - timedelta(days=self.window_days) if self.window_days else None

    @property
    def before_start(self) -> date | None:
        """First day of the window before; None where the window is the whole history."""
        return self.window_start - timedelta(days=self.window_days) if self.window_start else None

    @property
    def window_end(self) -> date:
        """First day after the window."""
        return self.as_of + timedelta(days=self.window_days) if self.window == "after" else self.as_of

    @property
    def check_start(self) -> date:
        """Day from which a forecast is checked by what came: the window's start, of the whole history its last year."""
        return self.window_start or self.window_end - timedelta(days=365)

    @property
    def check_days(self) -> int:
        """Days from then to the window's end."""
        return (self.window_end - self.check_start).days
