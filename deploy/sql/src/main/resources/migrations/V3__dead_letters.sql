-- One row per refused record, first wins.
CREATE TABLE ops.dead_letters (
  id text PRIMARY KEY,
  job text NOT NULL,
  stage text NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  source_topic text NOT NULL,
  source_partition integer NOT NULL CHECK (source_partition >= 0),
  source_offset bigint NOT NULL CHECK (source_offset >= 0),
  record_time timestamptz NOT NULL,
  key bytea,
  value bytea,
  headers jsonb NOT NULL CHECK (jsonb_typeof(headers) = 'array'),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  replayed_at timestamptz
);
-- What was refused stays as it was; only that it was put back may be noted.
REVOKE UPDATE ON ops.dead_letters FROM writer;
GRANT UPDATE (replayed_at) ON ops.dead_letters TO writer;

-- The newest come first wherever a person looks; the table is small while the suite is well.
CREATE INDEX dead_letters_recorded_at ON ops.dead_letters (recorded_at);

COMMENT ON TABLE ops.dead_letters IS 'One row per record that a job could not use: unchanged as it came, with the reason.';
COMMENT ON COLUMN ops.dead_letters.id IS 'job/topic/partition/offset of the record: the same record refused again by the same job is the same row.';
COMMENT ON COLUMN ops.dead_letters.job IS 'The job that refused the record.';
COMMENT ON COLUMN ops.dead_letters.stage IS 'DECODE: the bytes are not a readable record. VALIDATE: a field breaks a rule. PROCESS: the job''s logic refused it. WRITE: the database refused the row.';
COMMENT ON COLUMN ops.dead_letters.reason IS 'Short code to count by, for example unknown-schema-id.';
COMMENT ON COLUMN ops.dead_letters.detail IS 'A sentence for a person: the field, the rule and the value.';
COMMENT ON COLUMN ops.dead_letters.source_topic IS 'Kafka topic of the record.';
COMMENT ON COLUMN ops.dead_letters.source_partition IS 'Kafka partition of the record, from 0.';
COMMENT ON COLUMN ops.dead_letters.source_offset IS 'Kafka offset of the record in its partition, from 0.';
COMMENT ON COLUMN ops.dead_letters.record_time IS 'Kafka timestamp of the record.';
COMMENT ON COLUMN ops.dead_letters.key IS 'The record''s key, byte for byte; null if it had none.';
COMMENT ON COLUMN ops.dead_letters.value IS 'The record''s value, byte for byte; null if it had none.';
COMMENT ON COLUMN ops.dead_letters.headers IS 'The record''s headers in their order: [{"name": ..., "value": base64 or null}, ...].';
COMMENT ON COLUMN ops.dead_letters.recorded_at IS 'When the row was written to this table, by the database''s clock.';
COMMENT ON COLUMN ops.dead_letters.replayed_at IS 'When the record was put back on its topic; null if it was not.';
