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
