-- Schema of the job supply-chain-alerts, with the rights that V1 gives for the others.
CREATE SCHEMA supply;
COMMENT ON SCHEMA supply IS 'Supply chain: the alerts of the job supply-chain-alerts, and who was told of them.';
GRANT USAGE ON SCHEMA supply TO writer, analyst;
ALTER DEFAULT PRIVILEGES IN SCHEMA supply GRANT SELECT, INSERT, UPDATE ON TABLES TO writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA supply GRANT SELECT ON TABLES TO analyst;
ALTER ROLE analyst SET search_path = fraud, recommendations, supply, ops;

-- One row per version of an alert, first wins.
CREATE TABLE supply.alert_history (
  version bigint NOT NULL CHECK (version >= 1),
  since timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  event_time timestamptz NOT NULL,
  resolved_at timestamptz,
  snoozed_until timestamptz,
  impact_at timestamptz,
  value_at_risk_minor bigint,
  action_quantity bigint,
  action_cost_minor bigint,
  action_saves_minor bigint,
  action_gains_hours double precision,
  source_offset bigint CHECK (source_offset >= 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  escalation integer NOT NULL CHECK (escalation >= 0),
  suppressed_children integer NOT NULL,
  source_partition integer CHECK (source_partition >= 0),
  alert_id text NOT NULL,
  kind text NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  state text NOT NULL,
  change text NOT NULL,
  severity text NOT NULL,
  owner text NOT NULL,
  parent_id text,
  currency text,
  order_ids text[] NOT NULL,
  summary text NOT NULL,
  evidence jsonb NOT NULL CHECK (jsonb_typeof(evidence) = 'object'),
  action_kind text,
  action_target text,
  action_arithmetic text,
  acted_by text,
  source_topic text,
  PRIMARY KEY (alert_id, version)
) WITH (
  fillfactor = 100,
  autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.01,
  autovacuum_freeze_min_age = 0
);
REVOKE UPDATE ON supply.alert_history FROM writer;
CREATE INDEX alert_history_event_time ON supply.alert_history USING brin (event_time) WITH (autosummarize = on);

-- One row per alert, latest version wins: a row moves forward only, whatever is replayed.
CREATE TABLE supply.alerts (
  LIKE supply.alert_history INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  PRIMARY KEY (alert_id)
) WITH (
  -- Rows are replaced with every version: room on the page keeps the update on it, and vacuum comes often.
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.05
);
CREATE INDEX alerts_not_resolved ON supply.alerts (owner, severity) WHERE state <> 'RESOLVED';

COMMENT ON TABLE supply.alerts IS 'One row per alert: its newest version.';
COMMENT ON TABLE supply.alert_history IS 'One row per version of each alert. Rows never change.';
DO $$
DECLARE
  of_table text;
BEGIN
  FOREACH of_table IN ARRAY ARRAY['alerts', 'alert_history'] LOOP
    EXECUTE format('COMMENT ON COLUMN supply.%I.alert_id IS %L', of_table,
      'Subject and kind: SUBJECT_TYPE:subject_id:KIND.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.version IS %L', of_table,
      'Number of the version, from 1; goes on when the alert is opened again.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.kind IS %L', of_table,
      'What is wrong: MISSED_MILESTONE, ETA_SLIP, LANE_DISRUPTION, SUPPLIER_DRIFT, LATE_DELIVERY_RISK, STOCK_OUT_RISK, OVERSTOCK, COLD_CHAIN_EXCURSION, TELEMETRY_GAP or ANOMALY.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.subject_type IS %L', of_table,
      'What it is wrong with: SHIPMENT, LANE, PORT, CARRIER, SUPPLIER, ORDER, STOCK or SENSOR.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.subject_id IS %L', of_table,
      'Which one; for STOCK the product and the location as sku_id@location_id.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.state IS %L', of_table,
      'OPEN: somebody should act. ACKNOWLEDGED: somebody does. SNOOZED: not before snoozed_until. SUPPRESSED: part of the alert parent_id. RESOLVED: over.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.change IS %L', of_table,
      'What the version changed: OPENED, UPDATED, ESCALATED, ACKNOWLEDGED, SNOOZED, SNOOZE_ENDED, SUPPRESSED, RELEASED, RESOLVED or REOPENED.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.severity IS %L', of_table,
      'LOW, MEDIUM, HIGH or CRITICAL: from the value at risk, the time to impact and the time it has been open.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.escalation IS %L', of_table,
      'How often it was escalated since it was opened, from 0.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.owner IS %L', of_table,
      'Who acts.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.since IS %L', of_table,
      'First evidence, in the time of events.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.opened_at IS %L', of_table,
      'When it was opened last, in the time of events.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.event_time IS %L', of_table,
      'When the version came to be, in the time of events.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.resolved_at IS %L', of_table,
      'When it was resolved; null while it is not.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.snoozed_until IS %L', of_table,
      'End of the snooze; null if it is not snoozed.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.impact_at IS %L', of_table,
      'When the damage is done if nobody acts; null if not known.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.parent_id IS %L', of_table,
      'Alert that it is part of; null if of none.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.suppressed_children IS %L', of_table,
      'How many alerts are part of it.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.value_at_risk_minor IS %L', of_table,
      'Value at risk, its children''s included, in minor units of currency; null if not known.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.currency IS %L', of_table,
      'ISO 4217 code; null if there is no value.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.order_ids IS %L', of_table,
      'Orders affected; at most 100.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.summary IS %L', of_table,
      'What is wrong, in one sentence.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.evidence IS %L', of_table,
      'The figures that it rests on, by name, unit in the name.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_kind IS %L', of_table,
      'EXPEDITE, REROUTE, TRANSFER, ALTERNATE_SUPPLIER, INSPECT, REORDER or REDUCE; null if nothing is known that helps.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_target IS %L', of_table,
      'Lane, location or supplier that the action goes to; null where it names none.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_quantity IS %L', of_table,
      'Units to move or order; null where the action names none.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_cost_minor IS %L', of_table,
      'What the action costs, in minor units of currency; null if not known.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_saves_minor IS %L', of_table,
      'Value that the action keeps from being lost, in minor units of currency; null if not known.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_gains_hours IS %L', of_table,
      'Hours won by the action; null if not known.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.action_arithmetic IS %L', of_table,
      'The figures that lead to the action, in one sentence.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.acted_by IS %L', of_table,
      'Who gave the last command; null if nobody did.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.source_topic IS %L', of_table,
      'Kafka topic of the record that caused the version; null where time passing did.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.source_partition IS %L', of_table,
      'Kafka partition of that record, from 0.');
    EXECUTE format('COMMENT ON COLUMN supply.%I.source_offset IS %L', of_table,
      'Kafka offset of that record, from 0.');
  END LOOP;
END
$$;
COMMENT ON COLUMN supply.alerts.recorded_at IS 'When the alert''s first row was written to this table, by the database''s clock.';
COMMENT ON COLUMN supply.alert_history.recorded_at IS 'When the row was written to this table, by the database''s clock.';

-- One row per message, first wins.
CREATE TABLE supply.notifications (
  event_time timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  held_back integer NOT NULL CHECK (held_back >= 0),
  notification_id text NOT NULL PRIMARY KEY,
  owner text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  alerts jsonb NOT NULL CHECK (jsonb_typeof(alerts) = 'array')
) WITH (
  fillfactor = 100,
  autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.01,
  autovacuum_freeze_min_age = 0
);
REVOKE UPDATE ON supply.notifications FROM writer;
COMMENT ON TABLE supply.notifications IS 'One row per message to an owner. Rows never change.';
COMMENT ON COLUMN supply.notifications.notification_id IS 'Derived from owner, time and alert versions: the same message has the same id.';
COMMENT ON COLUMN supply.notifications.owner IS 'Who it is for.';
COMMENT ON COLUMN supply.notifications.kind IS 'ALERT: about one version of one alert. DIGEST: about all that was held back.';
COMMENT ON COLUMN supply.notifications.event_time IS 'When it came to be, in the time of events.';
COMMENT ON COLUMN supply.notifications.severity IS 'Highest severity among the alerts.';
COMMENT ON COLUMN supply.notifications.alerts IS 'The alerts, most severe first: [{"alert_id", "version", "summary", "change"}].';
COMMENT ON COLUMN supply.notifications.held_back IS 'Further alerts that the digest only counts.';
COMMENT ON COLUMN supply.notifications.recorded_at IS 'When the row was written to this table, by the database''s clock.';
