"""The parameters of step 1: which answers count, the segments, and whom to ask."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from helpers.base.settings import Day, FolderName, Label, NotNegative, Share, not_a, parameter
from helpers.base.tables import TABLES
from helpers.read.settings import ReadSettings, Score

PATHS = (*TABLES, "opt_outs", "earlier_customers", "earlier_calls")  # parameters that name files
Stratifier = Literal["channel", "tenure", "spend"]


class CollectSettings(ReadSettings):
    """Settings that the answers, and the plan whom to ask, need."""

    window: Literal["before", "after"] = parameter(
        "before", group="period",
        en="before or after the report's date", ja="対象期間の向き（beforeは基準日より前、afterは基準日以降）",
    )  # fmt: skip
    answers_from: Day | None = parameter(
        None, group="period", en="first day of answers that count", ja="対象とする回答の最初の日",
    )  # fmt: skip
    answers_to: Day | None = parameter(
        None, group="period", en="last day of answers that count", ja="対象とする回答の最後の日",
    )  # fmt: skip
    person: Literal["customer", "email"] | None = parameter(
        None, group="period", en="whom an answer is of, where a customer has several e-mails: customer or email",
        ja="1人の顧客に複数のメールがあるときの回答者（customerは顧客ごと、emailはメールごとに1人）",
        more={"en": "asked where the answers of one customer_id carry several addresses, as contacts of a company do",
              "ja": "1つの顧客IDの回答に複数のアドレスがあるとき（法人の担当者など）に尋ねます"},
    )  # fmt: skip
    answered_again: Literal["latest", "first", "mean", "drop"] | None = parameter(
        None, group="period", en="of several answers of a person: latest, first, mean, or drop them; null is latest",
        ja="同じ人の複数の回答の扱い（latestは最後、firstは最初、meanは平均、dropは除く。nullは最後）",
        more={"en": "asked where they have no date and differ; latest and first need dates",
              "ja": "日付がなく内容が異なるときに尋ねます。latestとfirstには日付が必要です"},
    )  # fmt: skip
    passive_from: Score = parameter(
        7, group="score", en="lowest score of a passive", ja="中立者の最低点（これ未満は批判者）",
    )  # fmt: skip
    promoter_from: Score = parameter(
        9, group="score", en="lowest score of a promoter", ja="推奨者の最低点（これ以上は推奨者）",
    )  # fmt: skip
    population: Annotated[int, Field(ge=1)] | None = parameter(
        None, group="score", en="all customers, if the survey took in a large part of them",
        ja="全顧客の人数（調査がその大部分に及んだとき）",
        more={"en": "narrows the interval of the NPS", "ja": "NPSの信頼区間が狭くなります"},
    )  # fmt: skip
    warned_weight: NotNegative = parameter(
        0.0, group="referral", en="what a person warned off takes off; needs warned_count",
        ja="「薦めない」と伝えた1人分を推奨から差し引く重み（warned_countの列が必要）",
    )  # fmt: skip
    referral_channels: list[Label] = parameter(
        ["referral", "紹介", "口コミ"], group="referral",
        en="acquisition channels that are referrals", ja="紹介とみなす流入元",
    )  # fmt: skip
    gross_margin_rate: Annotated[float, Field(gt=0, le=1)] = parameter(
        1.0, group="comparison", en="share of an amount that is margin", ja="粗利率（金額のうち粗利の割合）",
    )  # fmt: skip
    acquisition_cost: NotNegative | dict[Label, NotNegative] = parameter(
        0.0, group="comparison", en="what winning a customer costs, one figure or by channel",
        ja="顧客1人の獲得費用（流入元ごとでも可）",
        more={"en": "`other` for the channels not named; a column of customers may say it too. Customers acquired "
                    "inside the window pay it",
              "ja": "挙げない流入元は `other`。customersの列でも指定できます。"
                    "対象期間中に獲得した顧客から差し引きます"},
    )  # fmt: skip
    share_comments: bool = parameter(
        False, group="limits",
        en="show comments, masked; true or false", ja="回答者のコメントを伏せ字にして示すか（trueかfalse）",
        more={"en": "e-mails, phone numbers and the customers' names are masked",
              "ja": "メールアドレス、電話番号、顧客の氏名は伏せます"},
    )  # fmt: skip
    wave: FolderName | None = parameter(
        None, group="asking", en="name of the wave that is planned; empty is year and month of as_of",
        ja="計画する回の名前（空欄は基準日の年月）",
        more={"en": "a wave keeps the people drawn for it; with other settings it is refused",
              "ja": "1つの回の依頼先は変わりません。設定が違えば止まります"},
    )  # fmt: skip
    waves: dict[Label, Day] = parameter(
        {}, group="asking",
        en="first day of each wave, where no invitations tell", ja="各回の初日（依頼の記録がない場合）",
        more={"en": "with two waves or more the report compares them", "ja": "2回以上あれば、レポートで比較します"},
    )  # fmt: skip
    ask: Annotated[int, Field(ge=1)] | None = parameter(
        None, group="asking", en="customers to ask; empty is as many as needed, or all",
        ja="依頼する人数（空欄は必要な人数、または全員）",
    )  # fmt: skip
    expected_response_rate: Annotated[float, Field(gt=0, le=1)] = parameter(
        0.2, group="asking", en="share of those asked who will answer", ja="見込む回答率",
        more={"en": "the numbers needed are divided by it", "ja": "必要な回答数をこの値で割ります"},
    )  # fmt: skip
    expected_shares: Annotated[list[Share], Field(min_length=3, max_length=3)] | None = parameter(
        None, group="asking",
        en="shares of detractors, passives, promoters to expect", ja="見込む批判者・中立者・推奨者の割合",
        more={"en": "else those of the earlier report; else the worst case counts, and thirds for the gap",
              "ja": "指定がなければ以前のレポートの値。"
                    "それも不明なら、誤差は最も不利な場合、差は3分の1ずつで計算します"},
    )  # fmt: skip
    expected_spread: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = parameter(
        None, group="asking",
        en="standard deviation of a customer's value to expect", ja="見込む顧客価値の標準偏差",
        more={"en": "else that of the earlier report", "ja": "指定がなければ以前のレポートの値"},
    )  # fmt: skip
    wanted_margin: Annotated[float, Field(gt=0, le=100)] | None = parameter(
        None, group="asking", en="margin of the NPS to reach, in points", ja="NPSの目標の誤差（ポイント）",
    )  # fmt: skip
    wanted_gap: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = parameter(
        None, group="asking", en="smallest gap in customer value to find", ja="見つけたい最小の顧客価値の差",
        more={"en": "between promoters and detractors, found four times of five. Of this and wanted_margin the larger "
                    "number is asked",
              "ja": "推奨者と批判者の差で、5回に4回見つかる人数。wanted_margin と両方あれば多いほうの人数に依頼します"},
    )  # fmt: skip
    stratify_by: list[Stratifier] = parameter(
        [], group="asking", en="groups to draw in proportion: channel, tenure, spend",
        ja="比例して抽出する層（channel、tenure、spend）",
        more={"en": "channels that neither acquisition_cost nor referral_channels names are numbered by size; small "
                    "ones count together",
              "ja": "acquisition_cost にも referral_channels にもない流入元は人数順の番号で示し、"
                    "小さいものはまとめます"},
    )  # fmt: skip
    quarantine_days: Annotated[int, Field(ge=0, le=3650)] = parameter(
        90, group="asking", en="days until a customer is asked again", ja="同じ顧客に再び依頼するまでの日数",
        more={"en": "counted are invitations and all waves in `out/invitations/REPORT`; as long nobody is called again "
                    "whom a list of earlier_calls names",
              "ja": "invitations と `out/invitations/レポート名` のすべての回を数えます。earlier_calls の"
                    "一覧にある顧客に再び電話するまでの日数も、これと同じです"},
    )  # fmt: skip
    consent_given: bool = parameter(
        False, group="asking",
        en="everybody in the customers file agreed to mails",
        ja="顧客ファイルの全員がメールに同意済みか（trueかfalse）",
        more={"en": "where it has no column mail_consent", "ja": "mail_consent の列がないとき"},
    )  # fmt: skip
    opt_outs: str | None = parameter(
        None, group="asking",
        en="file of those who opted out; empty without", ja="配信停止の一覧ファイル（空欄は、なし）",
        more={"en": "addresses or customer ids that may not be mailed, nor called; a file that is named and missing "
                    "stops",
              "ja": "メールも電話もできないアドレスか顧客ID。指定したファイルがなければ止まります"},
    )  # fmt: skip
    earlier_customers: str | None = parameter(
        None, group="asking",
        en="customers.parquet of an earlier report", ja="以前のレポートの customers.parquet",
        more={"en": "`out/REPORT/private/customers.parquet`: for `spend`, shares and spreads, and response rates by "
                    "earlier spend",
              "ja": "`out/レポート名/private/customers.parquet`。`spend`、割合と標準偏差、購入額別の回答率に使います"},
    )  # fmt: skip

    @model_validator(mode="after")
    def _scores_in_order(self) -> Self:
        if not self.passive_from < self.promoter_from:
            raise not_a("order", name="passive_from, promoter_from")
        if not (self.answers_from or date.min) <= (self.answers_to or date.max):
            raise not_a("order", name="answers_from, answers_to")
        low, high = sorted(self.score_bounds)
        if not low < self.passive_from < self.promoter_from <= high:
            raise not_a("cut_offs", low=low, high=high)
        if high != 10 and self.cut_offs == (7, 9):
            raise not_a("usual_cut_offs", low=low, high=high)
        if self.expected_shares and abs(sum(self.expected_shares) - 1) > 1e-6:
            raise not_a("shares")
        return self

    @property
    def cut_offs(self) -> tuple[int, int]:
        """Lowest scores of a passive and of a promoter."""
        return self.passive_from, self.promoter_from

    @property
    def wave_name(self) -> str:
        """Name of the wave that is planned: `wave`, else year and month of ``as_of``."""
        return self.wave or f"{self.as_of:%Y-%m}"
