-- FraudDecision v3. Rows of earlier versions read as what the schemas' defaults say.
ALTER TABLE fraud.decisions
  ADD COLUMN model_outcome text,
  ADD COLUMN rules jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(rules) = 'array'),
  ADD COLUMN challengers jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(challengers) = 'object'),
  ADD COLUMN fallback text;
COMMENT ON COLUMN fraud.decisions.model_outcome IS 'APPROVE, REVIEW or DECLINE: what the score alone would have answered; null in decisions made before there were rules.';
COMMENT ON COLUMN fraud.decisions.rules IS 'Rules whose condition held: [{"rule_id", "version", "outcome", "reason_code", "effect"}], effect being APPLIED, OUTWEIGHED, CAPPED, SNOOZED or SHADOW.';
COMMENT ON COLUMN fraud.decisions.challengers IS 'What each model that is only watched would have scored, 0 to 1, by its version: challengers->>''gbt-2018-08-15''.';
COMMENT ON COLUMN fraud.decisions.fallback IS 'Why no model scored the payment and the built-in scorer did, such as MODEL_MISSING; null if a model did.';

-- Rules hold for few payments; this index has an entry for these alone.
CREATE INDEX decisions_with_rules ON fraud.decisions (event_time) WHERE rules <> '[]';

-- One row per payment whose truth is known, latest wins: a later label corrects an earlier one, whichever comes first.
CREATE TABLE fraud.labels (
  transaction_id text NOT NULL PRIMARY KEY,
  transaction_time timestamptz NOT NULL,
  event_time timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  card_id text NOT NULL,
  terminal_id text NOT NULL,
  cause text NOT NULL,
  fraud boolean NOT NULL
) WITH (
  autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.01
);
CREATE INDEX labels_transaction_time ON fraud.labels USING brin (transaction_time) WITH (autosummarize = on);
COMMENT ON TABLE fraud.labels IS 'One row per payment of which it is known whether it was fraud. The label with the latest event_time counts.';
COMMENT ON COLUMN fraud.labels.transaction_id IS 'The payment.';
COMMENT ON COLUMN fraud.labels.transaction_time IS 'When the payment was made. Filter on it: it has an index.';
COMMENT ON COLUMN fraud.labels.event_time IS 'When the label became known.';
COMMENT ON COLUMN fraud.labels.recorded_at IS 'When the first label of the payment was written to this table, by the database''s clock.';
COMMENT ON COLUMN fraud.labels.card_id IS 'Token of the payment''s card, never its number.';
COMMENT ON COLUMN fraud.labels.terminal_id IS 'The payment''s terminal.';
COMMENT ON COLUMN fraud.labels.cause IS 'What made it known: CHARGEBACK, CARD_HOLDER_REPORT, INVESTIGATION, DISPUTE_PERIOD_OVER or UNKNOWN.';
COMMENT ON COLUMN fraud.labels.fraud IS 'True: confirmed fraud. False: confirmed legitimate.';

-- Every version of every rule, first wins: a version never changes.
CREATE TABLE fraud.rules (
  rule_id text NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  event_time timestamptz NOT NULL,
  weight double precision NOT NULL CHECK (weight >= 0 AND weight <= 1),
  max_decline_share double precision NOT NULL CHECK (max_decline_share >= 0 AND max_decline_share <= 1),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL,
  description text NOT NULL,
  condition text NOT NULL,
  outcome text NOT NULL,
  reason_code text NOT NULL,
  snoozes jsonb NOT NULL CHECK (jsonb_typeof(snoozes) = 'array'),
  author text NOT NULL,
  PRIMARY KEY (rule_id, version)
);
REVOKE UPDATE ON fraud.rules FROM writer;
COMMENT ON TABLE fraud.rules IS 'Every version of every rule that was ever put. Rows never change; fraud.current_rules has the newest of each.';
COMMENT ON COLUMN fraud.rules.rule_id IS 'Name of the rule.';
COMMENT ON COLUMN fraud.rules.version IS 'From 1; the highest of a rule is in force.';
COMMENT ON COLUMN fraud.rules.event_time IS 'When this version was made.';
COMMENT ON COLUMN fraud.rules.weight IS '0 to 1. Of several live rules that hold the one with the largest weight decides, of equal ones the stricter.';
COMMENT ON COLUMN fraud.rules.max_decline_share IS 'Largest share of the payments of a minute that it may decline, 0 to 1; beyond it, it reviews.';
COMMENT ON COLUMN fraud.rules.recorded_at IS 'When the row was written to this table, by the database''s clock.';
COMMENT ON COLUMN fraud.rules.state IS 'DRAFT: kept. SHADOW: evaluated and recorded, without effect. LIVE: has effect. RETIRED: over.';
COMMENT ON COLUMN fraud.rules.description IS 'What it is for.';
COMMENT ON COLUMN fraud.rules.condition IS 'When it holds, in CEL. It stands here as it was put: the job refuses one that does not compile, with a dead letter.';
COMMENT ON COLUMN fraud.rules.outcome IS 'APPROVE, REVIEW or DECLINE: what it asks for when it holds.';
COMMENT ON COLUMN fraud.rules.reason_code IS 'Code under which decisions name it as a reason.';
COMMENT ON COLUMN fraud.rules.snoozes IS 'Cards that it leaves alone for a time: [{"card_id", "until"}].';
COMMENT ON COLUMN fraud.rules.author IS 'Who made this version.';

-- One row per model, latest revision wins: what a version contains never changes, its role may.
CREATE TABLE fraud.models (
  model_version text NOT NULL PRIMARY KEY,
  revision bigint NOT NULL,
  event_time timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  role text NOT NULL,
  sha256 text NOT NULL,
  author text NOT NULL,
  content bytea NOT NULL
);
-- The content is compressed as it comes.
ALTER TABLE fraud.models ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE fraud.models IS 'Every model with its newest role. fraud.current_models has the same without the content.';
COMMENT ON COLUMN fraud.models.model_version IS 'Name of the model, as in fraud.decisions.scorer.';
COMMENT ON COLUMN fraud.models.revision IS 'Higher for each later change of the role: milliseconds since 1970.';
COMMENT ON COLUMN fraud.models.event_time IS 'When it was given this role.';
COMMENT ON COLUMN fraud.models.recorded_at IS 'When the model was first written to this table, by the database''s clock.';
COMMENT ON COLUMN fraud.models.role IS 'CHAMPION: decides; of several the one with the highest revision. CHALLENGER: scores, without effect. RETIRED: not used.';
COMMENT ON COLUMN fraud.models.sha256 IS 'SHA-256 of content, 64 hexadecimal digits.';
COMMENT ON COLUMN fraud.models.author IS 'Who gave it this role.';
COMMENT ON COLUMN fraud.models.content IS 'The model file, compressed by gzip.';
