-- Who may do what. Passwords are not set here: a migration never changes once it ran, a password does.
CREATE SCHEMA fraud;
COMMENT ON SCHEMA fraud IS 'Payments: what the job fraud-scoring decided.';

CREATE SCHEMA ops;
COMMENT ON SCHEMA ops IS 'Running the suite: records that a job could not use.';

-- Roles belong to the server, not to the database: another database of the server may have made them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'writer') THEN
    CREATE ROLE writer LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'analyst') THEN
    CREATE ROLE analyst LOGIN;
  END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO writer, analyst', current_database());
END
$$;
COMMENT ON ROLE writer IS 'The job table-writer: adds rows, never deletes, changes no table.';
COMMENT ON ROLE analyst IS 'People who read: no right to write anywhere.';

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA fraud, ops TO writer, analyst;
-- Tables and views of later migrations are covered too.
ALTER DEFAULT PRIVILEGES IN SCHEMA fraud, ops GRANT SELECT, INSERT, UPDATE ON TABLES TO writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA fraud, ops GRANT SELECT ON TABLES TO analyst;

-- An analyst has no right to write; this gives the mistake its clear message. A forgotten query ends by itself.
ALTER ROLE analyst SET default_transaction_read_only = on;
ALTER ROLE analyst SET statement_timeout = '5min';
ALTER ROLE analyst SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE analyst SET search_path = fraud, ops;
ALTER ROLE analyst SET timezone = 'UTC';
ALTER ROLE writer SET timezone = 'UTC';
