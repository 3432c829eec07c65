"""The parameters of the report itself; all that a report's readers see of its settings."""

from typing import Annotated

from pydantic import Field

from helpers.base.settings import parameter
from helpers.compare.settings import CompareSettings


class ReportSettings(CompareSettings):
    """Settings that a report is made with."""

    amount_basis: Annotated[str, Field(max_length=100)] = parameter(
        "goods", group="period",
        en="what an amount holds, as printed in the report", ja="金額に含まれるもの（レポートにこのまま示す説明）",
        more={"en": "`goods`: goods after discounts, with tax, without shipping and points",
              "ja": "`goods` は値引き後の商品代金（税込、送料とポイントを除く）"},
    )  # fmt: skip
    time_limit_minutes: Annotated[int, Field(ge=1)] = parameter(
        60, group="limits",
        en="minutes that one notebook may take", ja="ノートブック1つにかけてよい時間（分）",
    )  # fmt: skip
