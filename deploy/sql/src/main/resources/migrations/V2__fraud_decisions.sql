-- One row per payment, first wins: the writer inserts ON CONFLICT (transaction_id) DO NOTHING and nobody changes a row.
-- After the id, columns are ordered by width, so that rows hold no padding between them.
CREATE TABLE fraud.decisions (
  transaction_id text NOT NULL PRIMARY KEY,
  event_time timestamptz NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  score double precision NOT NULL CHECK (score >= 0 AND score <= 1),
  source_offset bigint NOT NULL CHECK (source_offset >= 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  source_partition integer NOT NULL CHECK (source_partition >= 0),
  card_id text NOT NULL,
  terminal_id text NOT NULL,
  currency text NOT NULL,
  outcome text NOT NULL,
  reason_codes text[] NOT NULL,
  features jsonb NOT NULL,
  scorer text NOT NULL,
  source_topic text NOT NULL
) WITH (
  -- Rows never change: pages are filled to the brim, and vacuum comes after inserts, freezing as it goes, often enough
  -- that no single run is long. The default of a fifth of the table would be days of rows.
  fillfactor = 100,
  autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.01,
  autovacuum_freeze_min_age = 0
);
-- Without the right to update, not even a faulty writer changes a decision.
REVOKE UPDATE ON fraud.decisions FROM writer;

-- Rows arrive nearly in the order of event_time: a few kB of block ranges find an hour among years, at no cost per row.
CREATE INDEX decisions_event_time ON fraud.decisions USING brin (event_time) WITH (autosummarize = on);

COMMENT ON TABLE fraud.decisions IS 'One row per payment: the first and only answer to it. Rows never change.';
COMMENT ON COLUMN fraud.decisions.transaction_id IS 'The payment that was decided.';
COMMENT ON COLUMN fraud.decisions.card_id IS 'Token of the payment''s card, never its number.';
COMMENT ON COLUMN fraud.decisions.terminal_id IS 'Where the card was used: a terminal in a shop, or an online merchant.';
COMMENT ON COLUMN fraud.decisions.amount_minor IS 'Amount in minor units of the currency (cents), from 0.';
COMMENT ON COLUMN fraud.decisions.currency IS 'ISO 4217 code, three capital letters.';
COMMENT ON COLUMN fraud.decisions.event_time IS 'When the payment was made, by the terminal''s clock. Filter on it: it has an index.';
COMMENT ON COLUMN fraud.decisions.outcome IS 'APPROVE: let it clear. REVIEW: a person looks. DECLINE: stop it.';
COMMENT ON COLUMN fraud.decisions.score IS 'Suspicion, 0 (none) to 1.';
COMMENT ON COLUMN fraud.decisions.reason_codes IS 'Why the score is what it is, strongest first; empty if nothing stood out.';
COMMENT ON COLUMN fraud.decisions.features IS 'The figures that the score was computed from, by name: features->>''cardCount1d''.';
COMMENT ON COLUMN fraud.decisions.scorer IS 'Name and version of what computed the score.';
COMMENT ON COLUMN fraud.decisions.source_topic IS 'Kafka topic of the payment.';
COMMENT ON COLUMN fraud.decisions.source_partition IS 'Kafka partition of the payment, from 0.';
COMMENT ON COLUMN fraud.decisions.source_offset IS 'Kafka offset of the payment in its partition, from 0.';
COMMENT ON COLUMN fraud.decisions.recorded_at IS 'When the row was written to this table, by the database''s clock; later than the decision.';
