-- Schema of the job recommendations, with the rights that V1 gives for the others.
CREATE SCHEMA recommendations;
COMMENT ON SCHEMA recommendations IS 'Shop: what the job recommendations recommended, and what came of it.';
GRANT USAGE ON SCHEMA recommendations TO writer, analyst;
ALTER DEFAULT PRIVILEGES IN SCHEMA recommendations GRANT SELECT, INSERT, UPDATE ON TABLES TO writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA recommendations GRANT SELECT ON TABLES TO analyst;
ALTER ROLE analyst SET search_path = fraud, recommendations, ops;

-- One row per session, latest version wins: a row moves forward only, whatever is replayed.
CREATE TABLE recommendations.current (
  session_id text NOT NULL PRIMARY KEY,
  version bigint NOT NULL CHECK (version >= 1),
  event_time timestamptz NOT NULL,
  source_offset bigint NOT NULL CHECK (source_offset >= 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  source_partition integer NOT NULL CHECK (source_partition >= 0),
  interaction_id text NOT NULL,
  customer_id text,
  items jsonb NOT NULL CHECK (jsonb_typeof(items) = 'array'),
  variant text NOT NULL,
  model_version text NOT NULL,
  source_topic text NOT NULL
) WITH (
  -- Rows are replaced at every click: room on the page keeps the update on it, and vacuum comes often.
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.05
);
COMMENT ON TABLE recommendations.current IS 'One row per session: what was recommended last in it.';
COMMENT ON COLUMN recommendations.current.session_id IS 'The session.';
COMMENT ON COLUMN recommendations.current.version IS 'Grows with each answer of the session; event_time of the interaction in milliseconds since 1970, or more.';
COMMENT ON COLUMN recommendations.current.interaction_id IS 'The interaction that is answered.';
COMMENT ON COLUMN recommendations.current.event_time IS 'When the interaction happened, by the shop''s clock.';
COMMENT ON COLUMN recommendations.current.customer_id IS 'Token of the customer, if known.';
COMMENT ON COLUMN recommendations.current.items IS 'Items, best first: [{"item_id", "score", "reason", "because"}], reason being VIEWED_TOGETHER, SEEN_BEFORE, TRENDING_IN_CATEGORY, TRENDING or EXPLORATION.';
COMMENT ON COLUMN recommendations.current.variant IS 'The experiment''s variant that the session belongs to.';
COMMENT ON COLUMN recommendations.current.model_version IS 'Name and version of what ranked the items.';
COMMENT ON COLUMN recommendations.current.source_topic IS 'Kafka topic of the interaction.';
COMMENT ON COLUMN recommendations.current.source_partition IS 'Kafka partition of the interaction, from 0.';
COMMENT ON COLUMN recommendations.current.source_offset IS 'Kafka offset of the interaction in its partition, from 0.';
COMMENT ON COLUMN recommendations.current.recorded_at IS 'When the session''s first row was written to this table, by the database''s clock.';

-- One row per interaction that names a recommendation, first wins.
CREATE TABLE recommendations.outcomes (
  interaction_id text NOT NULL PRIMARY KEY,
  event_time timestamptz NOT NULL,
  recommendation_version bigint NOT NULL CHECK (recommendation_version >= 1),
  source_offset bigint NOT NULL CHECK (source_offset >= 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  slot integer CHECK (slot >= 0),
  source_partition integer NOT NULL CHECK (source_partition >= 0),
  session_id text NOT NULL,
  item_id text NOT NULL,
  category text,
  kind text NOT NULL,
  variant text NOT NULL,
  source_topic text NOT NULL
) WITH (
  fillfactor = 100,
  autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.01,
  autovacuum_freeze_min_age = 0
);
REVOKE UPDATE ON recommendations.outcomes FROM writer;
CREATE INDEX outcomes_event_time ON recommendations.outcomes USING brin (event_time) WITH (autosummarize = on);
COMMENT ON TABLE recommendations.outcomes IS 'One row per interaction that names a recommendation: the item was shown, looked at, put into the cart or bought. Rows never change.';
COMMENT ON COLUMN recommendations.outcomes.interaction_id IS 'The interaction.';
COMMENT ON COLUMN recommendations.outcomes.event_time IS 'When it happened, by the shop''s clock. Filter on it: it has an index.';
COMMENT ON COLUMN recommendations.outcomes.recommendation_version IS 'The recommendation''s version in the session.';
COMMENT ON COLUMN recommendations.outcomes.slot IS 'Place of the item in the recommendation, from 0.';
COMMENT ON COLUMN recommendations.outcomes.session_id IS 'The session.';
COMMENT ON COLUMN recommendations.outcomes.item_id IS 'The recommended item.';
COMMENT ON COLUMN recommendations.outcomes.category IS 'Category of the item, if given.';
COMMENT ON COLUMN recommendations.outcomes.kind IS 'IMPRESSION, VIEW, CART, PURCHASE or HIDE.';
COMMENT ON COLUMN recommendations.outcomes.variant IS 'The experiment''s variant that the session belongs to.';
COMMENT ON COLUMN recommendations.outcomes.source_topic IS 'Kafka topic of the interaction.';
COMMENT ON COLUMN recommendations.outcomes.source_partition IS 'Kafka partition of the interaction, from 0.';
COMMENT ON COLUMN recommendations.outcomes.source_offset IS 'Kafka offset of the interaction in its partition, from 0.';
COMMENT ON COLUMN recommendations.outcomes.recorded_at IS 'When the row was written to this table, by the database''s clock.';
