-- What customers bought: by the statement of the rows that came along, and of the cells of those that stay in an engine.
WITH here AS (
{statement}),
there AS (
    SELECT payer AS customer_id, CASE WHEN step = 'window' THEN 1 ELSE 0 END AS inside,
        CASE WHEN step = 'before' THEN 1 ELSE 0 END AS before, n, amount, refunds, refunded, first_order_at
    FROM cells WHERE step IN ('early', 'before', 'window') AND payer IN (SELECT customer_id FROM windows)
),
bought AS (
    SELECT customer_id, orders, returned_orders, ordered_amount, refunded_amount, net_amount, orders_before,
        net_amount_before, first_order_at FROM here
    UNION ALL
    SELECT customer_id, inside * n, inside * refunded, inside * amount, inside * refunds, inside * (amount - refunds),
        before * n, before * (amount - refunds), first_order_at FROM there
)
SELECT customer_id, CAST(SUM(orders) AS BIGINT) AS orders, CAST(SUM(returned_orders) AS BIGINT) AS returned_orders,
    CAST(SUM(ordered_amount) AS BIGINT) AS ordered_amount, CAST(SUM(refunded_amount) AS BIGINT) AS refunded_amount,
    CAST(SUM(net_amount) AS BIGINT) AS net_amount, CAST(SUM(orders_before) AS BIGINT) AS orders_before,
    CAST(SUM(net_amount_before) AS BIGINT) AS net_amount_before, MIN(first_order_at) AS first_order_at
FROM bought GROUP BY customer_id
