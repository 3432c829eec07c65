-- One row a customer: what she bought in the window, in the one before it, ever before the check's start and since the latest call list,
-- in the whole numbers that come in: minor units or parts of them.
-- purchases: order_id, customer_id, ordered_at, amount, refund_amount, kind, refunds_order_id, returned; of a row that stands for several
--            orders on one side of every bound, summed in an engine: n, refunded of them, last_at (ordered_at is that of the first)
-- windows:   customer_id, before_start, window_start, window_end, check_start, call_start (half open: start <= t < end)
WITH refunded AS (
    SELECT refunds_order_id AS order_id, COUNT(*) AS refunds
    FROM purchases WHERE kind = 'refund' GROUP BY refunds_order_id
),
placed AS (
    SELECT
        w.customer_id,
        CAST(p.amount AS BIGINT) AS amount,
        CAST(COALESCE(p.refund_amount, 0) AS BIGINT) AS refund_amount,
        CASE WHEN p.ordered_at >= w.window_start AND p.ordered_at < w.window_end THEN 1 ELSE 0 END AS inside,
        CASE WHEN p.ordered_at >= w.before_start AND p.ordered_at < w.window_start THEN 1 ELSE 0 END AS before,
        CASE WHEN p.ordered_at < w.check_start THEN 1 ELSE 0 END AS earlier,
        CASE WHEN p.ordered_at >= w.call_start THEN 1 ELSE 0 END AS since_call,
        CASE WHEN p.kind = 'order' THEN 1 ELSE 0 END AS is_order,
        CASE WHEN p.kind = 'order' THEN COALESCE(p.n, 1) ELSE 0 END AS orders,
        CASE WHEN p.kind = 'order' THEN p.ordered_at END AS first_at,
        CASE WHEN p.kind = 'order' THEN COALESCE(p.last_at, p.ordered_at) END AS last_at,
        CASE
            WHEN p.kind <> 'order' THEN 0
            WHEN p.refunded IS NOT NULL THEN p.refunded
            WHEN COALESCE(p.refund_amount, 0) <> 0 OR COALESCE(r.refunds, 0) > 0 OR p.returned THEN 1
            ELSE 0
        END AS returned_orders
    FROM windows w
    JOIN purchases p ON p.customer_id = w.customer_id
    LEFT JOIN refunded r ON r.order_id = p.order_id
)
SELECT
    customer_id,
    CAST(SUM(inside * orders) AS BIGINT) AS orders,
    CAST(SUM(inside * returned_orders) AS BIGINT) AS returned_orders,
    CAST(SUM(inside * is_order * amount) AS BIGINT) AS ordered_amount,
    CAST(SUM(inside * (refund_amount - (1 - is_order) * amount)) AS BIGINT) AS refunded_amount,
    CAST(SUM(inside * (amount - refund_amount)) AS BIGINT) AS net_amount,
    CAST(SUM(before * orders) AS BIGINT) AS orders_before,
    CAST(SUM(before * (amount - refund_amount)) AS BIGINT) AS net_amount_before,
    CAST(SUM(earlier * orders) AS BIGINT) AS orders_earlier,
    CAST(SUM(earlier * (amount - refund_amount)) AS BIGINT) AS net_amount_earlier,
    CAST(SUM(since_call * (amount - refund_amount)) AS BIGINT) AS net_amount_since_call,
    MIN(first_at) AS first_order_at,
    MAX(last_at) AS last_order_at,
    MAX(CASE WHEN earlier = 1 THEN last_at END) AS last_earlier_order_at
FROM placed
GROUP BY customer_id
