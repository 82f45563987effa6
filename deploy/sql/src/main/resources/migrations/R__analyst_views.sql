-- Views hold nothing, so this file is edited in place and runs again when it changed.
DROP VIEW IF EXISTS fraud.decisions_per_hour;
CREATE VIEW fraud.decisions_per_hour AS
SELECT
  date_trunc('hour', event_time, 'UTC') AS hour,
  outcome,
  currency,
  count(*) AS decisions,
  sum(amount_minor) AS amount_minor
FROM fraud.decisions
GROUP BY 1, 2, 3;
COMMENT ON VIEW fraud.decisions_per_hour IS 'Decisions and their amounts per hour of payment, outcome and currency. Reads the whole table.';
COMMENT ON COLUMN fraud.decisions_per_hour.hour IS 'Start of the hour of event_time, UTC.';
COMMENT ON COLUMN fraud.decisions_per_hour.outcome IS 'APPROVE, REVIEW or DECLINE.';
COMMENT ON COLUMN fraud.decisions_per_hour.currency IS 'ISO 4217 code; amounts of different currencies are never added.';
COMMENT ON COLUMN fraud.decisions_per_hour.decisions IS 'Number of payments.';
COMMENT ON COLUMN fraud.decisions_per_hour.amount_minor IS 'Sum of the amounts in minor units of the currency (cents).';

DROP VIEW IF EXISTS fraud.top_reasons;
CREATE VIEW fraud.top_reasons AS
SELECT
  reason,
  outcome,
  count(*) AS decisions
FROM fraud.decisions, unnest(reason_codes) AS reason
GROUP BY 1, 2
ORDER BY decisions DESC, reason, outcome;
COMMENT ON VIEW fraud.top_reasons IS 'How many decisions name each reason, most frequent first. A decision counts once under each of its reasons. Reads the whole table.';
COMMENT ON COLUMN fraud.top_reasons.reason IS 'Reason code.';
COMMENT ON COLUMN fraud.top_reasons.outcome IS 'APPROVE, REVIEW or DECLINE.';
COMMENT ON COLUMN fraud.top_reasons.decisions IS 'Number of payments with this outcome that name this reason.';

-- Feedback: what the decisions turned out to be worth, once labels tell what the payments were.
DROP VIEW IF EXISTS fraud.daily_quality;
CREATE VIEW fraud.daily_quality AS
SELECT
  date_trunc('day', d.event_time, 'UTC') AS day,
  d.currency,
  count(*) AS payments,
  count(l.fraud) AS labelled,
  count(*) FILTER (WHERE l.fraud) AS frauds,
  count(*) FILTER (WHERE l.fraud AND d.outcome = 'DECLINE') AS frauds_declined,
  count(*) FILTER (WHERE l.fraud AND d.outcome = 'REVIEW') AS frauds_reviewed,
  count(*) FILTER (WHERE l.fraud AND d.outcome = 'APPROVE') AS frauds_missed,
  count(*) FILTER (WHERE NOT l.fraud AND d.outcome = 'DECLINE') AS legitimate_declined,
  count(*) FILTER (WHERE NOT l.fraud AND d.outcome = 'REVIEW') AS legitimate_reviewed,
  count(*) FILTER (WHERE l.fraud AND d.outcome <> 'APPROVE')::float8
    / nullif(count(l.fraud) FILTER (WHERE d.outcome <> 'APPROVE'), 0) AS precision,
  count(*) FILTER (WHERE l.fraud AND d.outcome <> 'APPROVE')::float8
    / nullif(count(*) FILTER (WHERE l.fraud), 0) AS recall,
  count(*) FILTER (WHERE d.outcome <> 'APPROVE')::float8 / count(*) AS alert_rate,
  coalesce(sum(d.amount_minor) FILTER (WHERE l.fraud AND d.outcome = 'DECLINE'), 0) AS saved_minor,
  coalesce(sum(d.amount_minor) FILTER (WHERE l.fraud AND d.outcome = 'REVIEW'), 0) AS in_review_minor,
  coalesce(sum(d.amount_minor) FILTER (WHERE l.fraud AND d.outcome = 'APPROVE'), 0) AS lost_minor,
  coalesce(sum(d.amount_minor) FILTER (WHERE NOT l.fraud AND d.outcome = 'DECLINE'), 0) AS wrongly_stopped_minor
FROM fraud.decisions d
LEFT JOIN fraud.labels l USING (transaction_id)
GROUP BY 1, 2;
COMMENT ON VIEW fraud.daily_quality IS 'How well payments were decided, per day of payment and currency, as far as labels tell by now. Young days change until their labels are in. Reads the whole tables.';
COMMENT ON COLUMN fraud.daily_quality.day IS 'Start of the day of the payments, UTC.';
COMMENT ON COLUMN fraud.daily_quality.currency IS 'ISO 4217 code; amounts of different currencies are never added.';
COMMENT ON COLUMN fraud.daily_quality.payments IS 'Number of payments decided.';
COMMENT ON COLUMN fraud.daily_quality.labelled IS 'Of these, how many have a label.';
COMMENT ON COLUMN fraud.daily_quality.frauds IS 'Confirmed frauds.';
COMMENT ON COLUMN fraud.daily_quality.frauds_declined IS 'Confirmed frauds that were declined.';
COMMENT ON COLUMN fraud.daily_quality.frauds_reviewed IS 'Confirmed frauds that were given to a person.';
COMMENT ON COLUMN fraud.daily_quality.frauds_missed IS 'Confirmed frauds that were approved.';
COMMENT ON COLUMN fraud.daily_quality.legitimate_declined IS 'Confirmed legitimate payments that were declined.';
COMMENT ON COLUMN fraud.daily_quality.legitimate_reviewed IS 'Confirmed legitimate payments that were given to a person.';
COMMENT ON COLUMN fraud.daily_quality.precision IS 'Share of frauds among the labelled payments that were declined or reviewed, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.daily_quality.recall IS 'Share of the frauds that were declined or reviewed, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.daily_quality.alert_rate IS 'Share of all payments that were declined or reviewed, 0 to 1.';
COMMENT ON COLUMN fraud.daily_quality.saved_minor IS 'Amount of the frauds that were declined, minor units.';
COMMENT ON COLUMN fraud.daily_quality.in_review_minor IS 'Amount of the frauds that were given to a person, minor units.';
COMMENT ON COLUMN fraud.daily_quality.lost_minor IS 'Amount of the frauds that were approved, minor units.';
COMMENT ON COLUMN fraud.daily_quality.wrongly_stopped_minor IS 'Amount of the legitimate payments that were declined, minor units.';

DROP VIEW IF EXISTS fraud.rule_quality;
CREATE VIEW fraud.rule_quality AS
WITH frauds_of_day AS (
  SELECT date_trunc('day', d.event_time, 'UTC') AS day, d.currency, count(*) AS frauds
  FROM fraud.decisions d
  JOIN fraud.labels l USING (transaction_id)
  WHERE l.fraud
  GROUP BY 1, 2
), hits AS (
  SELECT date_trunc('day', d.event_time, 'UTC') AS day, d.currency, d.amount_minor, d.outcome AS decided,
    hit.rule_id, hit.version, hit.outcome, hit.effect, l.fraud
  FROM fraud.decisions d
  CROSS JOIN jsonb_to_recordset(d.rules) AS hit(rule_id text, version integer, outcome text, effect text)
  LEFT JOIN fraud.labels l USING (transaction_id)
  WHERE d.rules <> '[]'
)
SELECT
  day,
  rule_id,
  version,
  currency,
  count(*) AS hits,
  count(*) FILTER (WHERE effect = 'APPLIED') AS applied,
  count(*) FILTER (WHERE effect = 'OUTWEIGHED') AS outweighed,
  count(*) FILTER (WHERE effect = 'CAPPED') AS capped,
  count(*) FILTER (WHERE effect = 'SNOOZED') AS snoozed,
  count(*) FILTER (WHERE effect = 'SHADOW') AS shadow,
  count(fraud) AS labelled,
  count(*) FILTER (WHERE fraud) AS frauds,
  count(*) FILTER (WHERE NOT fraud) AS legitimate,
  count(*) FILTER (WHERE fraud AND effect = 'SHADOW') AS shadow_frauds,
  count(*) FILTER (WHERE NOT fraud AND effect = 'SHADOW') AS shadow_legitimate,
  count(*) FILTER (WHERE fraud)::float8 / nullif(count(fraud), 0) AS precision,
  count(*) FILTER (WHERE fraud)::float8 / max(f.frauds) AS recall,
  coalesce(sum(amount_minor) FILTER (
    WHERE fraud AND effect = 'APPLIED' AND outcome = 'DECLINE' AND decided = 'DECLINE'), 0) AS saved_minor,
  coalesce(sum(amount_minor) FILTER (
    WHERE fraud AND effect = 'APPLIED' AND outcome = 'APPROVE' AND decided = 'APPROVE'), 0) AS lost_minor,
  coalesce(sum(amount_minor) FILTER (
    WHERE NOT fraud AND effect = 'APPLIED' AND outcome = 'DECLINE' AND decided = 'DECLINE'), 0) AS wrongly_stopped_minor
FROM hits
LEFT JOIN frauds_of_day f USING (day, currency)
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW fraud.rule_quality IS 'How well each version of a rule does, per day of payment and currency, as far as labels tell by now. What several rules stopped together counts for each of them. Reads the whole tables.';
COMMENT ON COLUMN fraud.rule_quality.day IS 'Start of the day of the payments, UTC.';
COMMENT ON COLUMN fraud.rule_quality.rule_id IS 'The rule.';
COMMENT ON COLUMN fraud.rule_quality.version IS 'Its version.';
COMMENT ON COLUMN fraud.rule_quality.currency IS 'ISO 4217 code; amounts of different currencies are never added.';
COMMENT ON COLUMN fraud.rule_quality.hits IS 'Payments for which its condition held, whatever came of it.';
COMMENT ON COLUMN fraud.rule_quality.applied IS 'Of these, where it decided, or agrees with what did.';
COMMENT ON COLUMN fraud.rule_quality.outweighed IS 'Of these, where another rule or the model asked for more.';
COMMENT ON COLUMN fraud.rule_quality.capped IS 'Of these, where it would have declined, but its share of declines in that minute was used up.';
COMMENT ON COLUMN fraud.rule_quality.snoozed IS 'Of these, where it was told to leave the card alone.';
COMMENT ON COLUMN fraud.rule_quality.shadow IS 'Of these, where it was only watched.';
COMMENT ON COLUMN fraud.rule_quality.labelled IS 'Hits that have a label.';
COMMENT ON COLUMN fraud.rule_quality.frauds IS 'Hits that are confirmed frauds.';
COMMENT ON COLUMN fraud.rule_quality.legitimate IS 'Hits that are confirmed legitimate.';
COMMENT ON COLUMN fraud.rule_quality.shadow_frauds IS 'Confirmed frauds among the hits in shadow.';
COMMENT ON COLUMN fraud.rule_quality.shadow_legitimate IS 'Confirmed legitimate payments among the hits in shadow.';
COMMENT ON COLUMN fraud.rule_quality.precision IS 'Share of frauds among the labelled hits, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.rule_quality.recall IS 'Share of all frauds of the day and currency that it hit, 0 to 1; null if there were none.';
COMMENT ON COLUMN fraud.rule_quality.saved_minor IS 'Amount of the frauds that were declined where it asked for that, minor units.';
COMMENT ON COLUMN fraud.rule_quality.lost_minor IS 'Amount of the frauds that were approved where it asked for that, minor units.';
COMMENT ON COLUMN fraud.rule_quality.wrongly_stopped_minor IS 'Amount of the legitimate payments that were declined where it asked for that, minor units.';

DROP VIEW IF EXISTS fraud.model_quality;
CREATE VIEW fraud.model_quality AS
WITH scores AS (
  SELECT transaction_id, event_time, currency, amount_minor, scorer AS model_version,
    CASE WHEN fallback IS NULL THEN 'DECIDED' ELSE 'FALLBACK' END AS use, score
  FROM fraud.decisions
  UNION ALL
  SELECT d.transaction_id, d.event_time, d.currency, d.amount_minor, c.key, 'WATCHED', c.value::float8
  FROM fraud.decisions d
  CROSS JOIN jsonb_each_text(d.challengers) c
)
SELECT
  date_trunc('day', s.event_time, 'UTC') AS day,
  s.model_version,
  s.use,
  s.currency,
  count(*) AS scored,
  count(l.fraud) AS labelled,
  count(*) FILTER (WHERE l.fraud) AS frauds,
  avg(s.score) FILTER (WHERE l.fraud) AS mean_score_of_frauds,
  avg(s.score) FILTER (WHERE NOT l.fraud) AS mean_score_of_legitimate,
  count(*) FILTER (WHERE s.score >= 0.5)::float8 / count(*) AS alert_rate_50,
  count(*) FILTER (WHERE l.fraud AND s.score >= 0.5)::float8
    / nullif(count(l.fraud) FILTER (WHERE s.score >= 0.5), 0) AS precision_50,
  count(*) FILTER (WHERE l.fraud AND s.score >= 0.5)::float8
    / nullif(count(*) FILTER (WHERE l.fraud), 0) AS recall_50,
  count(*) FILTER (WHERE s.score >= 0.9)::float8 / count(*) AS alert_rate_90,
  count(*) FILTER (WHERE l.fraud AND s.score >= 0.9)::float8
    / nullif(count(l.fraud) FILTER (WHERE s.score >= 0.9), 0) AS precision_90,
  count(*) FILTER (WHERE l.fraud AND s.score >= 0.9)::float8
    / nullif(count(*) FILTER (WHERE l.fraud), 0) AS recall_90,
  coalesce(sum(s.amount_minor) FILTER (WHERE l.fraud AND s.score >= 0.9), 0) AS saved_minor_90,
  coalesce(sum(s.amount_minor) FILTER (WHERE l.fraud AND s.score < 0.9), 0) AS lost_minor_90,
  coalesce(sum(s.amount_minor) FILTER (WHERE NOT l.fraud AND s.score >= 0.9), 0) AS wrongly_stopped_minor_90
FROM scores s
LEFT JOIN fraud.labels l USING (transaction_id)
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW fraud.model_quality IS 'How well each model scores, per day of payment and currency, as far as labels tell by now: the one that decides beside those that are only watched, on the same payments. What thresholds and rules made of the score is in fraud.daily_quality. Reads the whole tables.';
COMMENT ON COLUMN fraud.model_quality.day IS 'Start of the day of the payments, UTC.';
COMMENT ON COLUMN fraud.model_quality.model_version IS 'The model, or the built-in scorer.';
COMMENT ON COLUMN fraud.model_quality.use IS 'DECIDED: its score was used. FALLBACK: it is the built-in scorer, which stood in for a model. WATCHED: a challenger, without effect.';
COMMENT ON COLUMN fraud.model_quality.currency IS 'ISO 4217 code; amounts of different currencies are never added.';
COMMENT ON COLUMN fraud.model_quality.scored IS 'Payments that it scored.';
COMMENT ON COLUMN fraud.model_quality.labelled IS 'Of these, how many have a label.';
COMMENT ON COLUMN fraud.model_quality.frauds IS 'Of these, confirmed frauds.';
COMMENT ON COLUMN fraud.model_quality.mean_score_of_frauds IS 'Mean score of the confirmed frauds, 0 to 1: the higher, the better.';
COMMENT ON COLUMN fraud.model_quality.mean_score_of_legitimate IS 'Mean score of the confirmed legitimate payments, 0 to 1: the lower, the better.';
COMMENT ON COLUMN fraud.model_quality.alert_rate_50 IS 'Share of all payments with a score of 0.5 or more, 0 to 1.';
COMMENT ON COLUMN fraud.model_quality.precision_50 IS 'Share of frauds among the labelled payments with a score of 0.5 or more, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.model_quality.recall_50 IS 'Share of the frauds with a score of 0.5 or more, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.model_quality.alert_rate_90 IS 'Share of all payments with a score of 0.9 or more, 0 to 1.';
COMMENT ON COLUMN fraud.model_quality.precision_90 IS 'Share of frauds among the labelled payments with a score of 0.9 or more, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.model_quality.recall_90 IS 'Share of the frauds with a score of 0.9 or more, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.model_quality.saved_minor_90 IS 'Amount of the frauds that declining from a score of 0.9 on saves, minor units.';
COMMENT ON COLUMN fraud.model_quality.lost_minor_90 IS 'Amount of the frauds that it would let pass, minor units.';
COMMENT ON COLUMN fraud.model_quality.wrongly_stopped_minor_90 IS 'Amount of the legitimate payments that it would stop, minor units.';

DROP VIEW IF EXISTS fraud.shadow_report;
CREATE VIEW fraud.shadow_report AS
WITH hits AS (
  SELECT
    hit.rule_id,
    hit.version,
    d.currency,
    d.event_time,
    d.amount_minor,
    l.fraud,
    hit.outcome = 'DECLINE' AND d.outcome <> 'DECLINE' AS would_decline,
    hit.outcome = 'REVIEW' AND d.outcome = 'APPROVE' AS would_review,
    hit.outcome = 'APPROVE' AND d.outcome <> 'APPROVE' AS would_approve
  FROM fraud.decisions d
  CROSS JOIN jsonb_to_recordset(d.rules) AS hit(rule_id text, version integer, outcome text, effect text)
  LEFT JOIN fraud.labels l USING (transaction_id)
  WHERE d.rules <> '[]' AND hit.effect = 'SHADOW'
), counts AS (
  SELECT
    rule_id,
    version,
    currency,
    count(*) AS hits,
    min(event_time) AS first_hit,
    max(event_time) AS last_hit,
    count(*) FILTER (WHERE would_decline) AS would_decline,
    count(*) FILTER (WHERE would_review) AS would_review,
    count(*) FILTER (WHERE would_approve) AS would_approve,
    count(*) FILTER (WHERE fraud) AS frauds,
    count(*) FILTER (WHERE NOT fraud) AS legitimate,
    count(*) FILTER (WHERE fraud IS NULL) AS unknown,
    count(*) FILTER (WHERE fraud AND would_decline) AS frauds_more_declined,
    count(*) FILTER (WHERE NOT fraud AND would_decline) AS legitimate_more_declined,
    sum(amount_minor) AS amount_minor,
    coalesce(sum(amount_minor) FILTER (WHERE fraud AND would_decline), 0) AS more_saved_minor,
    coalesce(sum(amount_minor) FILTER (WHERE NOT fraud AND would_decline), 0) AS more_wrongly_stopped_minor
  FROM hits
  GROUP BY 1, 2, 3
)
SELECT
  rule_id,
  version,
  r.outcome,
  c.currency,
  coalesce(c.hits, 0) AS hits,
  c.first_hit,
  c.last_hit,
  coalesce(c.would_decline, 0) AS would_decline,
  coalesce(c.would_review, 0) AS would_review,
  coalesce(c.would_approve, 0) AS would_approve,
  coalesce(c.frauds, 0) AS frauds,
  coalesce(c.legitimate, 0) AS legitimate,
  coalesce(c.unknown, 0) AS unknown,
  c.frauds::float8 / nullif(c.frauds + c.legitimate, 0) AS precision,
  coalesce(c.frauds_more_declined, 0) AS frauds_more_declined,
  coalesce(c.legitimate_more_declined, 0) AS legitimate_more_declined,
  coalesce(c.amount_minor, 0) AS amount_minor,
  coalesce(c.more_saved_minor, 0) AS more_saved_minor,
  coalesce(c.more_wrongly_stopped_minor, 0) AS more_wrongly_stopped_minor,
  r.condition,
  r.description
FROM (SELECT * FROM fraud.rules WHERE state = 'SHADOW') r
FULL JOIN counts c USING (rule_id, version)
ORDER BY rule_id, version, currency;
COMMENT ON VIEW fraud.shadow_report IS 'What each rule in shadow would have done, per version and currency: one row without a currency for a rule that held for no payment. Were it live, its weight, the other rules and its share of declines per minute could make it do less.';
COMMENT ON COLUMN fraud.shadow_report.rule_id IS 'The rule.';
COMMENT ON COLUMN fraud.shadow_report.version IS 'Its version.';
COMMENT ON COLUMN fraud.shadow_report.outcome IS 'APPROVE, REVIEW or DECLINE: what it asks for; null while fraud.rules lacks this version.';
COMMENT ON COLUMN fraud.shadow_report.currency IS 'ISO 4217 code; amounts of different currencies are never added.';
COMMENT ON COLUMN fraud.shadow_report.hits IS 'Payments for which its condition held.';
COMMENT ON COLUMN fraud.shadow_report.first_hit IS 'Time of the first of these payments.';
COMMENT ON COLUMN fraud.shadow_report.last_hit IS 'Time of the last of these payments.';
COMMENT ON COLUMN fraud.shadow_report.would_decline IS 'Of the hits, how many it would have declined that were not.';
COMMENT ON COLUMN fraud.shadow_report.would_review IS 'Of the hits, how many it would have given to a person that were approved.';
COMMENT ON COLUMN fraud.shadow_report.would_approve IS 'Of the hits, how many it would have approved that were not.';
COMMENT ON COLUMN fraud.shadow_report.frauds IS 'Hits that are confirmed frauds.';
COMMENT ON COLUMN fraud.shadow_report.legitimate IS 'Hits that are confirmed legitimate.';
COMMENT ON COLUMN fraud.shadow_report.unknown IS 'Hits that have no label yet.';
COMMENT ON COLUMN fraud.shadow_report.precision IS 'Share of frauds among the labelled hits, 0 to 1; null if there are none.';
COMMENT ON COLUMN fraud.shadow_report.frauds_more_declined IS 'Confirmed frauds that it would have declined and that were not.';
COMMENT ON COLUMN fraud.shadow_report.legitimate_more_declined IS 'Confirmed legitimate payments that it would have declined and that were not.';
COMMENT ON COLUMN fraud.shadow_report.amount_minor IS 'Amount of all hits, minor units.';
COMMENT ON COLUMN fraud.shadow_report.more_saved_minor IS 'Amount of the frauds that it would have declined and that were not, minor units.';
COMMENT ON COLUMN fraud.shadow_report.more_wrongly_stopped_minor IS 'Amount of the legitimate payments that it would have declined and that were not, minor units.';
COMMENT ON COLUMN fraud.shadow_report.condition IS 'Its condition in CEL; null while fraud.rules lacks this version.';
COMMENT ON COLUMN fraud.shadow_report.description IS 'What it is for; null while fraud.rules lacks this version.';

DROP VIEW IF EXISTS fraud.current_rules;
CREATE VIEW fraud.current_rules AS
SELECT DISTINCT ON (rule_id)
  rule_id,
  version,
  state,
  outcome,
  weight,
  max_decline_share,
  reason_code,
  condition,
  description,
  snoozes,
  author,
  event_time
FROM fraud.rules
ORDER BY rule_id, version DESC;
COMMENT ON VIEW fraud.current_rules IS 'The newest version of each rule, retired ones too.';
COMMENT ON COLUMN fraud.current_rules.rule_id IS 'Name of the rule.';
COMMENT ON COLUMN fraud.current_rules.version IS 'Its highest version.';
COMMENT ON COLUMN fraud.current_rules.state IS 'DRAFT: kept. SHADOW: evaluated and recorded, without effect. LIVE: has effect. RETIRED: over.';
COMMENT ON COLUMN fraud.current_rules.outcome IS 'APPROVE, REVIEW or DECLINE: what it asks for when it holds.';
COMMENT ON COLUMN fraud.current_rules.weight IS '0 to 1. Of several live rules that hold the one with the largest weight decides.';
COMMENT ON COLUMN fraud.current_rules.max_decline_share IS 'Largest share of the payments of a minute that it may decline, 0 to 1.';
COMMENT ON COLUMN fraud.current_rules.reason_code IS 'Code under which decisions name it as a reason.';
COMMENT ON COLUMN fraud.current_rules.condition IS 'When it holds, in CEL.';
COMMENT ON COLUMN fraud.current_rules.description IS 'What it is for.';
COMMENT ON COLUMN fraud.current_rules.snoozes IS 'Cards that it leaves alone for a time: [{"card_id", "until"}].';
COMMENT ON COLUMN fraud.current_rules.author IS 'Who made this version.';
COMMENT ON COLUMN fraud.current_rules.event_time IS 'When this version was made.';

DROP VIEW IF EXISTS fraud.current_models;
CREATE VIEW fraud.current_models AS
SELECT
  model_version,
  CASE
    WHEN role = 'CHAMPION' AND revision < max(revision) FILTER (WHERE role = 'CHAMPION') OVER () THEN 'REPLACED'
    ELSE role
  END AS role,
  revision,
  octet_length(content) AS content_bytes,
  sha256,
  author,
  event_time
FROM fraud.models;
COMMENT ON VIEW fraud.current_models IS 'Every model and what it is used for now.';
COMMENT ON COLUMN fraud.current_models.model_version IS 'Name of the model, as in fraud.decisions.scorer.';
COMMENT ON COLUMN fraud.current_models.role IS 'CHAMPION: decides. REPLACED: was the champion until another came. CHALLENGER: scores, without effect. RETIRED: not used.';
COMMENT ON COLUMN fraud.current_models.revision IS 'Higher for each later change of the role: milliseconds since 1970.';
COMMENT ON COLUMN fraud.current_models.content_bytes IS 'Size of the model file, compressed, in bytes.';
COMMENT ON COLUMN fraud.current_models.sha256 IS 'SHA-256 of the compressed model file.';
COMMENT ON COLUMN fraud.current_models.author IS 'Who gave it this role.';
COMMENT ON COLUMN fraud.current_models.event_time IS 'When it was given this role.';

DROP VIEW IF EXISTS ops.dead_letters_by_reason;
CREATE VIEW ops.dead_letters_by_reason AS
SELECT
  job,
  source_topic,
  stage,
  reason,
  count(*) AS dead_letters,
  count(*) FILTER (WHERE replayed_at IS NULL) AS not_replayed,
  min(recorded_at) AS first_recorded_at,
  max(recorded_at) AS last_recorded_at
FROM ops.dead_letters
GROUP BY 1, 2, 3, 4
ORDER BY dead_letters DESC, job, source_topic, stage, reason;
COMMENT ON VIEW ops.dead_letters_by_reason IS 'How many records each job refused, and why, most frequent first.';
COMMENT ON COLUMN ops.dead_letters_by_reason.job IS 'The job that refused the records.';
COMMENT ON COLUMN ops.dead_letters_by_reason.source_topic IS 'Kafka topic of the records.';
COMMENT ON COLUMN ops.dead_letters_by_reason.stage IS 'DECODE, VALIDATE, PROCESS or WRITE.';
COMMENT ON COLUMN ops.dead_letters_by_reason.reason IS 'Short code of why.';
COMMENT ON COLUMN ops.dead_letters_by_reason.dead_letters IS 'Number of records.';
COMMENT ON COLUMN ops.dead_letters_by_reason.not_replayed IS 'Of these, how many were not put back on their topic.';
COMMENT ON COLUMN ops.dead_letters_by_reason.first_recorded_at IS 'When the first of them was written.';
COMMENT ON COLUMN ops.dead_letters_by_reason.last_recorded_at IS 'When the last of them was written.';

DROP VIEW IF EXISTS recommendations.variant_quality;
CREATE VIEW recommendations.variant_quality AS
WITH shown AS (
  SELECT
    date_trunc('hour', event_time, 'UTC') AS hour,
    variant,
    count(*) AS impressions,
    row_number() OVER (PARTITION BY date_trunc('hour', event_time, 'UTC'), variant ORDER BY count(*) DESC) AS place,
    count(*) OVER (PARTITION BY date_trunc('hour', event_time, 'UTC'), variant) AS items
  FROM recommendations.outcomes
  WHERE kind = 'IMPRESSION'
  GROUP BY 1, 2, item_id
), popularity AS (
  SELECT
    hour,
    variant,
    max(items) AS items,
    sum(impressions) FILTER (WHERE place <= ceil(items / 10.0)) / sum(impressions) AS popular_share
  FROM shown
  GROUP BY 1, 2
), counts AS (
  SELECT
    date_trunc('hour', event_time, 'UTC') AS hour,
    variant,
    count(*) FILTER (WHERE kind = 'IMPRESSION') AS impressions,
    count(*) FILTER (WHERE kind = 'VIEW') AS views,
    count(*) FILTER (WHERE kind = 'CART') AS carts,
    count(*) FILTER (WHERE kind = 'PURCHASE') AS purchases
  FROM recommendations.outcomes
  GROUP BY 1, 2
)
SELECT
  hour,
  variant,
  impressions,
  views,
  carts,
  purchases,
  views::double precision / nullif(impressions, 0) AS click_through,
  carts::double precision / nullif(impressions, 0) AS add_to_cart,
  purchases::double precision / nullif(impressions, 0) AS conversion,
  coalesce(items, 0) AS items_shown,
  popular_share::double precision AS popular_share
FROM counts
LEFT JOIN popularity USING (hour, variant);
COMMENT ON VIEW recommendations.variant_quality IS 'What came of recommendations per hour and variant. Reads the whole table.';
COMMENT ON COLUMN recommendations.variant_quality.hour IS 'Start of the hour of event_time, UTC.';
COMMENT ON COLUMN recommendations.variant_quality.variant IS 'The experiment''s variant.';
COMMENT ON COLUMN recommendations.variant_quality.impressions IS 'Recommended items that were shown.';
COMMENT ON COLUMN recommendations.variant_quality.views IS 'Recommended items that were looked at.';
COMMENT ON COLUMN recommendations.variant_quality.carts IS 'Recommended items that were put into the cart.';
COMMENT ON COLUMN recommendations.variant_quality.purchases IS 'Recommended items that were bought.';
COMMENT ON COLUMN recommendations.variant_quality.click_through IS 'Views for each impression; null without impressions.';
COMMENT ON COLUMN recommendations.variant_quality.add_to_cart IS 'Carts for each impression; null without impressions.';
COMMENT ON COLUMN recommendations.variant_quality.conversion IS 'Purchases for each impression; null without impressions.';
COMMENT ON COLUMN recommendations.variant_quality.items_shown IS 'Coverage: different items that were shown.';
COMMENT ON COLUMN recommendations.variant_quality.popular_share IS 'Popularity bias: share of the impressions that went to the most shown tenth of the items, of this hour and variant; 0.1 is none. Null without impressions.';

DROP VIEW IF EXISTS supply.open_alerts;
CREATE VIEW supply.open_alerts AS
SELECT
  owner,
  severity,
  currency,
  count(*) AS alerts,
  count(*) FILTER (WHERE state = 'OPEN') AS waiting,
  count(*) FILTER (WHERE state = 'ACKNOWLEDGED') AS acknowledged,
  count(*) FILTER (WHERE state = 'SNOOZED') AS snoozed,
  sum(suppressed_children) AS suppressed_children,
  sum(value_at_risk_minor) AS value_at_risk_minor,
  min(opened_at) AS oldest_opened_at,
  min(impact_at) AS next_impact_at
FROM supply.alerts
WHERE state IN ('OPEN', 'ACKNOWLEDGED', 'SNOOZED')
GROUP BY owner, severity, currency
ORDER BY owner, array_position(ARRAY['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'], severity), currency;
COMMENT ON VIEW supply.open_alerts IS 'What waits for whom: alerts that are neither resolved nor part of another, by owner and severity.';
COMMENT ON COLUMN supply.open_alerts.owner IS 'Who acts.';
COMMENT ON COLUMN supply.open_alerts.severity IS 'CRITICAL, HIGH, MEDIUM or LOW.';
COMMENT ON COLUMN supply.open_alerts.currency IS 'ISO 4217 code of the value at risk; null for alerts without one.';
COMMENT ON COLUMN supply.open_alerts.alerts IS 'Number of alerts.';
COMMENT ON COLUMN supply.open_alerts.waiting IS 'Of these, those that nobody has acknowledged.';
COMMENT ON COLUMN supply.open_alerts.acknowledged IS 'Of these, those that somebody works on.';
COMMENT ON COLUMN supply.open_alerts.snoozed IS 'Of these, those that are put off.';
COMMENT ON COLUMN supply.open_alerts.suppressed_children IS 'Alerts that are part of them.';
COMMENT ON COLUMN supply.open_alerts.value_at_risk_minor IS 'Their value at risk in minor units of currency.';
COMMENT ON COLUMN supply.open_alerts.oldest_opened_at IS 'When the oldest of them was opened.';
COMMENT ON COLUMN supply.open_alerts.next_impact_at IS 'When the first damage is done.';

DROP VIEW IF EXISTS supply.value_saved;
DROP VIEW IF EXISTS supply.time_to_acknowledge;
DROP VIEW IF EXISTS supply.lane_performance;
DROP VIEW IF EXISTS supply.supplier_scorecard;
DROP VIEW IF EXISTS supply.episodes;
CREATE VIEW supply.episodes AS
WITH numbered AS (
  SELECT
    *,
    count(*) FILTER (WHERE change IN ('OPENED', 'REOPENED')) OVER (PARTITION BY alert_id ORDER BY version) AS episode
  FROM supply.alert_history
)
SELECT
  alert_id,
  episode,
  min(kind) AS kind,
  min(subject_type) AS subject_type,
  min(subject_id) AS subject_id,
  (array_agg(owner ORDER BY version DESC))[1] AS owner,
  (array_agg(severity ORDER BY version))[1] AS first_severity,
  (array_agg(severity ORDER BY array_position(ARRAY['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], severity) DESC))[1] AS worst_severity,
  min(since) AS since,
  min(opened_at) AS opened_at,
  min(event_time) FILTER (WHERE change IN ('ACKNOWLEDGED', 'SNOOZED') OR (change = 'RESOLVED' AND source_topic IS NOT NULL)) AS taken_up_at,
  max(resolved_at) AS resolved_at,
  (array_agg(impact_at ORDER BY version DESC))[1] AS impact_at,
  max(escalation) AS escalations,
  max(suppressed_children) AS suppressed_children,
  max(value_at_risk_minor) AS value_at_risk_minor,
  min(currency) AS currency,
  (array_agg(evidence ORDER BY version DESC))[1] AS evidence,
  (array_agg(action_kind ORDER BY version DESC) FILTER (WHERE action_kind IS NOT NULL))[1] AS action_kind,
  (array_agg(action_cost_minor ORDER BY version DESC) FILTER (WHERE action_kind IS NOT NULL))[1] AS action_cost_minor,
  (array_agg(acted_by ORDER BY version DESC) FILTER (WHERE acted_by IS NOT NULL))[1] AS acted_by,
  (array_agg(parent_id ORDER BY version DESC) FILTER (WHERE parent_id IS NOT NULL))[1] AS parent_id,
  count(*) AS versions
FROM numbered
GROUP BY alert_id, episode;
COMMENT ON VIEW supply.episodes IS 'One row per life of an alert, from its opening to its end or to now. Reads the whole history; filter on alert_id where one is meant.';
COMMENT ON COLUMN supply.episodes.alert_id IS 'The alert.';
COMMENT ON COLUMN supply.episodes.episode IS 'Number of the life, from 1.';
COMMENT ON COLUMN supply.episodes.kind IS 'What was wrong.';
COMMENT ON COLUMN supply.episodes.subject_type IS 'What it was wrong with.';
COMMENT ON COLUMN supply.episodes.subject_id IS 'Which one.';
COMMENT ON COLUMN supply.episodes.owner IS 'Who had to act, at last.';
COMMENT ON COLUMN supply.episodes.first_severity IS 'Severity when it was opened.';
COMMENT ON COLUMN supply.episodes.worst_severity IS 'Highest severity.';
COMMENT ON COLUMN supply.episodes.since IS 'First evidence, in the time of events.';
COMMENT ON COLUMN supply.episodes.opened_at IS 'When it was opened, in the time of events.';
COMMENT ON COLUMN supply.episodes.taken_up_at IS 'When a person first acknowledged, snoozed or resolved it; null if nobody did.';
COMMENT ON COLUMN supply.episodes.resolved_at IS 'When it was resolved; null while it is not.';
COMMENT ON COLUMN supply.episodes.impact_at IS 'When the damage is done if nobody acts, as last known.';
COMMENT ON COLUMN supply.episodes.escalations IS 'How often it was escalated.';
COMMENT ON COLUMN supply.episodes.suppressed_children IS 'Most alerts that were part of it at once.';
COMMENT ON COLUMN supply.episodes.value_at_risk_minor IS 'Highest value at risk in minor units of currency.';
COMMENT ON COLUMN supply.episodes.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN supply.episodes.evidence IS 'Its last figures.';
COMMENT ON COLUMN supply.episodes.action_kind IS 'The last action that was recommended; null if none was.';
COMMENT ON COLUMN supply.episodes.action_cost_minor IS 'What that costs, in minor units of currency; null if not known.';
COMMENT ON COLUMN supply.episodes.acted_by IS 'Who gave the last command; null if nobody did.';
COMMENT ON COLUMN supply.episodes.parent_id IS 'Alert that it was part of last; null if of none.';
COMMENT ON COLUMN supply.episodes.versions IS 'Number of its versions.';

CREATE VIEW supply.value_saved AS
SELECT
  date_trunc('month', opened_at, 'UTC') AS month,
  kind,
  currency,
  count(*) AS alerts,
  count(*) FILTER (WHERE saved) AS saved_alerts,
  sum(value_at_risk_minor) AS value_at_risk_minor,
  sum(value_at_risk_minor) FILTER (WHERE saved) AS value_saved_minor,
  sum(action_cost_minor) FILTER (WHERE saved) AS cost_minor,
  sum(value_at_risk_minor) FILTER (WHERE resolved_at IS NULL) AS value_still_at_risk_minor
FROM (
  SELECT
    *,
    resolved_at < impact_at AND action_kind IS NOT NULL AND taken_up_at IS NOT NULL AS saved
  FROM supply.episodes
  WHERE parent_id IS NULL
) counted
GROUP BY 1, 2, 3;
COMMENT ON VIEW supply.value_saved IS 'What was at risk and what was saved, per month and kind. Saved: an action was recommended, a person took the alert up, and it was resolved before its impact. What was part of another alert counts there.';
COMMENT ON COLUMN supply.value_saved.month IS 'Start of the month in which the alerts were opened, UTC.';
COMMENT ON COLUMN supply.value_saved.kind IS 'What was wrong.';
COMMENT ON COLUMN supply.value_saved.currency IS 'ISO 4217 code; null for alerts without a value.';
COMMENT ON COLUMN supply.value_saved.alerts IS 'Alerts that were opened.';
COMMENT ON COLUMN supply.value_saved.saved_alerts IS 'Of these, those that were saved.';
COMMENT ON COLUMN supply.value_saved.value_at_risk_minor IS 'What was at risk, in minor units of currency.';
COMMENT ON COLUMN supply.value_saved.value_saved_minor IS 'Of this, what was saved.';
COMMENT ON COLUMN supply.value_saved.cost_minor IS 'What the actions of saved alerts cost, as far as known.';
COMMENT ON COLUMN supply.value_saved.value_still_at_risk_minor IS 'What is at risk in alerts that are not resolved.';

CREATE VIEW supply.time_to_acknowledge AS
SELECT
  owner,
  first_severity AS severity,
  count(*) AS alerts,
  count(taken_up_at) AS taken_up,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM taken_up_at - opened_at)) AS median_seconds,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM taken_up_at - opened_at)) AS p90_seconds,
  avg(escalations)::double precision AS mean_escalations
FROM supply.episodes
WHERE parent_id IS NULL
GROUP BY 1, 2;
COMMENT ON VIEW supply.time_to_acknowledge IS 'How soon owners take up their alerts. What was part of another alert is left out.';
COMMENT ON COLUMN supply.time_to_acknowledge.owner IS 'Who had to act.';
COMMENT ON COLUMN supply.time_to_acknowledge.severity IS 'Severity when the alerts were opened.';
COMMENT ON COLUMN supply.time_to_acknowledge.alerts IS 'Alerts that were opened.';
COMMENT ON COLUMN supply.time_to_acknowledge.taken_up IS 'Of these, those that a person acknowledged, snoozed or resolved.';
COMMENT ON COLUMN supply.time_to_acknowledge.median_seconds IS 'Median time from opening to that, in seconds; null if nobody did.';
COMMENT ON COLUMN supply.time_to_acknowledge.p90_seconds IS 'Nine in ten took no longer, in seconds.';
COMMENT ON COLUMN supply.time_to_acknowledge.mean_escalations IS 'Mean number of escalations of an alert.';

CREATE VIEW supply.lane_performance AS
SELECT
  subject_type,
  subject_id,
  count(*) AS disruptions,
  count(*) FILTER (WHERE resolved_at IS NULL) AS under_way,
  sum(extract(epoch FROM coalesce(resolved_at, now()) - since))::double precision / 3600 AS disrupted_hours,
  max(suppressed_children) AS most_shipments,
  sum(value_at_risk_minor) AS value_at_risk_minor,
  currency,
  max(opened_at) AS last_opened_at,
  (array_agg(evidence ORDER BY opened_at DESC))[1] AS last_evidence
FROM supply.episodes
WHERE subject_type IN ('LANE', 'PORT', 'CARRIER')
GROUP BY subject_type, subject_id, currency;
COMMENT ON VIEW supply.lane_performance IS 'Disruptions of each lane, port and carrier.';
COMMENT ON COLUMN supply.lane_performance.subject_type IS 'LANE, PORT or CARRIER.';
COMMENT ON COLUMN supply.lane_performance.subject_id IS 'Which one.';
COMMENT ON COLUMN supply.lane_performance.disruptions IS 'Number of disruptions.';
COMMENT ON COLUMN supply.lane_performance.under_way IS 'Of these, those that are not over.';
COMMENT ON COLUMN supply.lane_performance.disrupted_hours IS 'Hours from first evidence to the end, or to now.';
COMMENT ON COLUMN supply.lane_performance.most_shipments IS 'Most alerts of shipments that were part of one at once.';
COMMENT ON COLUMN supply.lane_performance.value_at_risk_minor IS 'What was at risk, in minor units of currency.';
COMMENT ON COLUMN supply.lane_performance.currency IS 'ISO 4217 code; null for disruptions without a value.';
COMMENT ON COLUMN supply.lane_performance.last_opened_at IS 'When the newest was opened.';
COMMENT ON COLUMN supply.lane_performance.last_evidence IS 'Its figures, by name, unit in the name.';

CREATE VIEW supply.supplier_scorecard AS
SELECT
  subject_id AS supplier_id,
  count(*) AS drifts,
  count(*) FILTER (WHERE resolved_at IS NULL) AS under_way,
  sum(extract(epoch FROM coalesce(resolved_at, now()) - since))::double precision / 86400 AS drifting_days,
  max(suppressed_children) AS most_alerts,
  sum(value_at_risk_minor) AS value_at_risk_minor,
  currency,
  max(opened_at) AS last_opened_at,
  (array_agg(evidence ORDER BY opened_at DESC))[1] AS last_evidence
FROM supply.episodes
WHERE subject_type = 'SUPPLIER'
GROUP BY subject_id, currency;
COMMENT ON VIEW supply.supplier_scorecard IS 'Drifts of each supplier that had any: in lead time, fill rate or confirmation delay.';
COMMENT ON COLUMN supply.supplier_scorecard.supplier_id IS 'The supplier.';
COMMENT ON COLUMN supply.supplier_scorecard.drifts IS 'Number of drifts.';
COMMENT ON COLUMN supply.supplier_scorecard.under_way IS 'Of these, those that are not over.';
COMMENT ON COLUMN supply.supplier_scorecard.drifting_days IS 'Days from first evidence to the end, or to now.';
COMMENT ON COLUMN supply.supplier_scorecard.most_alerts IS 'Most alerts that were part of one at once.';
COMMENT ON COLUMN supply.supplier_scorecard.value_at_risk_minor IS 'What was at risk, in minor units of currency.';
COMMENT ON COLUMN supply.supplier_scorecard.currency IS 'ISO 4217 code; null for drifts without a value.';
COMMENT ON COLUMN supply.supplier_scorecard.last_opened_at IS 'When the newest was opened.';
COMMENT ON COLUMN supply.supplier_scorecard.last_evidence IS 'Its figures, such as lead time and fill rate, by name, unit in the name.';
