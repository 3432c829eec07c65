"""The parameters of the report itself; all that a report's readers see of its settings."""

from typing import Annotated

from pydantic import Field

from helpers.base.settings import parameter
from helpers.compare.goals import Goals
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
    targets: Goals = parameter(
        {}, group="comparison", en="targets for NPS, rates and gaps, each with its owner",
        ja="NPS・各種の率・差の目標と、その担当",
        more={"en": "{nps: {target: 30, owner: Sales}}. NPS (nps, nps_weighted) in points; rates (repeat_rate, "
                    "return_rate, return_rate_money, complaint_rate, complaint_rate_orders, churn_rate) as a share "
                    "such as 0.4, or as 40%; gaps (gap_ltv_promoter_detractor, gap_value_promoter_detractor, and so on "
                    "for the other pairs) in money. An owner may be left out; the report shows it",
              "ja": "{nps: {target: 30, owner: 営業部}} のように書きます。NPS（nps、nps_weighted）はポイント、"
                    "率（repeat_rate、return_rate、return_rate_money、complaint_rate、complaint_rate_orders、"
                    "churn_rate）は0.4のような割合か40%、"
                    "差（gap_ltv_promoter_detractor、gap_value_promoter_detractor など）は金額です。"
                    "担当（owner）は省略でき、書けばレポートに示します"},
    )  # fmt: skip
