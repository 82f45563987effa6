-- What `scripts/audit --arm` puts beside the tables, and `--disarm` removes.
CREATE SCHEMA audit;
CREATE TABLE audit.setbacks (
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  table_name text NOT NULL,
  operation text NOT NULL,
  old_row jsonb,
  new_row jsonb,
  by_application text NOT NULL DEFAULT current_setting('application_name')
);
-- When the triggers were all there: one row.
CREATE TABLE audit.armed (at timestamptz NOT NULL);
-- Any role may run into a trigger; only what it does is recorded, nothing else can be written.
CREATE FUNCTION audit.record_setback() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  version text := TG_ARGV[0];
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO audit.setbacks (table_name, operation, old_row)
      VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, to_jsonb(OLD));
    RETURN OLD;
  END IF;
  IF version = '' AND to_jsonb(OLD) - 'replayed_at' <> to_jsonb(NEW) - 'replayed_at'
    OR version <> '' AND (CASE jsonb_typeof(to_jsonb(NEW) -> version)
      WHEN 'number' THEN (to_jsonb(NEW) ->> version)::bigint <= (to_jsonb(OLD) ->> version)::bigint
      ELSE (to_jsonb(NEW) ->> version)::timestamptz <= (to_jsonb(OLD) ->> version)::timestamptz
    END) THEN
    INSERT INTO audit.setbacks (table_name, operation, old_row, new_row)
      VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW));
  END IF;
  RETURN NEW;
END
$$;
CREATE FUNCTION audit.record_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.setbacks (table_name, operation) VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP);
  RETURN NULL;
END
$$;
