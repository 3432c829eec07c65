"""The parameters of step 2: the window, and what the purchases cover."""

from datetime import date, timedelta
from typing import Annotated, Self

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
