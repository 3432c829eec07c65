"""The KPIs of a mail-order shop by name (METHOD §6)."""

CUSTOMER_RATES = ("repeat_rate", "complaint_rate", "churn_rate")
MONEY_RATE = "return_rate_money"
RESAMPLED_RATES = ("return_rate", MONEY_RATE, "complaint_rate_orders")
KPIS = ("repeat_rate", "return_rate", MONEY_RATE, "complaint_rate", "complaint_rate_orders", "churn_rate")
