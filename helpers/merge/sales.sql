-- Which orders count, of those that stay in an engine; follows the expressions that end with `plain` (see `Elsewhere.seen_in`).
sold AS (
    SELECT
        p.order_id, p.ordered_at, p.amount, p.refund_amount, COALESCE({owner}, p.email) AS payer, {owner} AS owner,
        CASE
            WHEN p.unused = 1 THEN 'status'
            WHEN p.customer_id IS NULL AND p.email IS NULL THEN '{nobody}'
            WHEN p.ordered_at >= {end} THEN 'after_period'
            WHEN {owner} IS NULL THEN 'guest'
        END AS reason
    FROM plain p {emails}
)
