package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.PGConnection;

/**
 * Brings a database to the newest version of its tables, roles and views. Running it again changes
 * nothing, and two at once wait for each other.
 */
final class Migrations {
  private static final String OWNER = "postgres";
  private static final List<String> ROLES = List.of("writer", "analyst");

  /** Any number that nothing else on the server locks. */
  private static final long LOCK = 0x6D696C6C72616365L;

  // A strong reference, or the level set on it may be forgotten.
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private final Database database;
  private final Secrets secrets;

  Migrations(Database database, Secrets secrets) {
    this.database = requireNonNull(database);
    this.secrets = requireNonNull(secrets);
  }

  /**
   * Creates the database if it is missing, applies what is new, and sets the roles' passwords.
   *
   * @return what was applied, oldest first; empty if the database was up to date
   * @throws ToolException if the database cannot be reached, or a migration fails; those before it
   *     stay applied
   */
  List<AppliedMigration> apply() {
    String ownerPassword = secrets.password("owner");
    // The database that is always there; roles are the whole server's.
    try (Connection server = database.sibling("postgres").connect(OWNER, ownerPassword)) {
      awaitOthers(server);
      createDatabaseIfMissing(server);
      List<AppliedMigration> applied = migrate(ownerPassword);
      setPasswords(ownerPassword);
      return applied;
    } catch (SQLException e) {
      throw new ToolException(
          "cannot migrate %s: %s".formatted(database.name(), Database.messageOf(e)), e);
    }
  }

  /** Until the connection is closed, others wait for this one. */
  private static void awaitOthers(Connection server) throws SQLException {
    try (Statement statement = server.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(%d)".formatted(LOCK));
    }
  }

  private void createDatabaseIfMissing(Connection server) {
    try (PreparedStatement exists =
        server.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
      exists.setString(1, database.name());
      try (ResultSet rows = exists.executeQuery();
          Statement create = server.createStatement()) {
        if (!rows.next()) {
          create.execute("CREATE DATABASE " + create.enquoteIdentifier(database.name(), true));
        }
      }
    } catch (SQLException e) {
      throw new ToolException(
          "cannot create the database %s: %s".formatted(database.name(), Database.messageOf(e)), e);
    }
  }

  private List<AppliedMigration> migrate(String ownerPassword) {
    FLYWAY.setLevel(Level.SEVERE);
    try {
      MigrateResult result =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(database.url(), OWNER, ownerPassword)
              .locations("classpath:migrations")
              .defaultSchema("public")
              .table("schema_history")
              .failOnMissingLocations(true)
              .validateMigrationNaming(true)
              .load()
              .migrate();
      return result.migrations.stream()
          .map(m -> new AppliedMigration(m.version, m.description, m.executionTime))
          .toList();
    } catch (FlywayValidateException e) {
      throw new ToolException(
          "%s was migrated with other files than these (%s): a migration that ran never changes; restore it, or start a local stack over with scripts/down --wipe"
              .formatted(database.url(), mismatch(e)),
          e);
    } catch (FlywayException e) {
      throw new ToolException(
          "migration of %s failed: %s".formatted(database.url(), messageOf(e)), e);
    }
  }

  private static String mismatch(FlywayValidateException error) {
    return error
        .getMessage()
        .lines()
        .map(String::strip)
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("migration "))
        .findFirst()
        .orElse("no detail given");
  }

  /** Flyway draws boxes over several lines; the database's own words are in the innermost cause. */
  private static String messageOf(FlywayException error) {
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String where = error.getMessage().lines().findFirst().orElse("");
        return "%s: %s".formatted(where, Database.messageOf(sql));
      }
    }
    return error.getMessage().replaceAll("\\s*\\R\\s*", " ").strip();
  }

  /** Hashed on this side: the server, and its log, never see a password. */
  private void setPasswords(String ownerPassword) {
    for (String role : ROLES) {
      char[] password = secrets.password(role).toCharArray();
      try (Connection connection = database.connect(OWNER, ownerPassword)) {
        connection.unwrap(PGConnection.class).alterUserPassword(role, password, "scram-sha-256");
      } catch (SQLException e) {
        throw new ToolException(
            "cannot set the password of %s: %s".formatted(role, Database.messageOf(e)), e);
      }
    }
  }
}
