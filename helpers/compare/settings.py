"""The parameters of step 3: what a customer is worth, and by what the segments are compared."""

from typing import Annotated, Literal

from pydantic import Field

from helpers.base.settings import Label, NotNegative, Share, parameter
from helpers.merge.settings import MergeSettings

Money = Annotated[float, Field(allow_inf_nan=False)]


class CompareSettings(MergeSettings):
    """Settings that the comparison of customer value needs."""

    influence_rule: Literal["common", "own"] = parameter(
        "common", group="referral", en="influence of a recommendation: common or own",
        ja="推奨の影響度（commonは全員に共通の値、ownは本人の回答）",
        more={"en": "`common`: the mean of all", "ja": "`common` は全員の平均"},
    )  # fmt: skip
    conversion: Literal["crm", "none"] | NotNegative = parameter(
        "crm", group="referral", en="how influence turns into customers: crm, none or a number",
        ja="影響を受けた人を顧客に換算する率（crmは実績から、noneは換算なし、または数値）",
        more={"en": "`crm`: as the CRM records, LTV alone where it records too few; `none`: k = 1, unchecked",
              "ja": "`crm` はCRMの記録に合わせ（記録が少なければLTVのみで比較）、`none` は k = 1（実績と未照合）"},
    )  # fmt: skip
    referred_ltv: Literal["all", "referral"] | Money = parameter(
        "all", group="referral", en="worth of a created customer: all, referral or a number",
        ja="口コミで生まれた顧客1人の価値（allは全顧客の平均、referralは紹介経由の平均、または数値）",
        more={"en": "the mean of all, or of those acquired by referral", "ja": "平均はLTVの平均です"},
    )  # fmt: skip
    incremental_share: Share = parameter(
        1.0, group="referral", en="part of the created customers that would not have come anyway",
        ja="口コミがなければ来なかった顧客の割合",
    )  # fmt: skip
    max_recommendations: NotNegative | None = parameter(
        None, group="referral", en="cap on people recommended to; null is the 99th percentile rounded up",
        ja="推奨人数の上限（nullは99パーセンタイルを切り上げた値）",
    )  # fmt: skip
    segment_by: str | None = parameter(
        None, group="comparison", en="attribute of the customers to compare by; null without",
        ja="比較の切り口にする顧客の属性（ない場合はnull）",
        more={"en": "a column of at most 12 values: the comparison for each of them",
              "ja": "値が12種類以下の列。値ごとに同じ比較をします"},
    )  # fmt: skip
    alike_on: list[Label] | None = parameter(
        None, group="comparison", en="attributes to compare alike by, besides those known to be fixed; null without",
        ja="自動でそろえる属性（年齢、地域など）のほかに条件をそろえる属性（ない場合はnull）",
        more={"en": "birth year, age, gender, region and source at acquisition are known by their names; name another "
                    "only if it was known before the window: what tells of the export day may hold its purchases",
              "ja": "生年、年齢、性別、地域、流入元は列名から自動でそろえます。ほかの列は、対象期間の前にわかっていた"
                    "ものだけを指定してください（書き出した日の値には、期間中の購入が含まれることがあります）"},
    )  # fmt: skip
    acquisition_cost_rule: Literal["new_customers", "ignore"] = parameter(
        "new_customers", group="comparison", en="who pays for having been won: new_customers or ignore",
        ja="獲得費用を差し引く相手（new_customersは新規顧客、ignoreは差し引かない）",
    )  # fmt: skip
    retention_cost: NotNegative = parameter(
        0.0, group="comparison", en="what keeping a customer costs a year", ja="顧客1人の年間維持費用",
    )  # fmt: skip
    call_capacity: Annotated[int, Field(ge=1, le=100_000)] = parameter(
        100, group="calling", en="customers who can be called", ja="電話できる人数",
    )  # fmt: skip
    holdout_share: Annotated[float, Field(ge=0, le=0.5)] = parameter(
        0.2, group="calling", en="share of those to call who are held out by chance, and not called",
        ja="電話の対象のうち、無作為に選んで電話しない人（対照群）の割合",
        more={"en": "without them nobody can tell what the calls did; 0 holds nobody out",
              "ja": "対照群がなければ、電話の効果は分かりません。0なら対照群を設けません"},
    )  # fmt: skip
