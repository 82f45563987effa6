package dev.millrace.tablewriter;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.testing.TestPostgres;
import dev.millrace.common.testing.savepoint.Output;
import dev.millrace.common.testing.savepoint.RehearsedJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.flywaydb.core.Flyway;

/** The job with the suite's tables, which it can reach or not. */
final class RehearsedTableWriter implements RehearsedJob, AutoCloseable {
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:9/millrace";

  private final TestPostgres database;
  private final Path password;

  private RehearsedTableWriter(TestPostgres database, Path password) {
    this.database = requireNonNull(database);
    this.password = requireNonNull(password);
  }

  /** The job, and a database of its own. */
  static RehearsedTableWriter start() throws IOException {
    TestPostgres database = TestPostgres.start();
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:migrations")
        .load()
        .migrate();
    Path password = Files.createTempFile("database", ".password");
    Files.writeString(password, database.password());
    return new RehearsedTableWriter(database, password);
  }

  @Override
  public void close() throws IOException {
    database.close();
    Files.delete(password);
  }

  @Override
  public JobOptions options() {
    return options(Surroundings.DOWN).job();
  }

  @Override
  public void define(
      Surroundings surroundings, SchemaRegistryFactory schemas, StreamExecutionEnvironment env) {
    TableWriterOptions options = options(surroundings);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (TableRoute<?> route : options.routes()) {
        statement.execute("TRUNCATE " + route.table().name());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot empty the tables", e);
    }
    TableWriterJob.define(options, schemas, env);
  }

  /** The rows, without the time at which they were written. */
  @Override
  public List<Output> effects() {
    List<Output> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      for (TableRoute<?> route : options(Surroundings.UP).routes()) {
        String table = route.table().name();
        try (ResultSet found =
            statement.executeQuery(
                "SELECT to_jsonb(row) - 'recorded_at' FROM %s row".formatted(table))) {
          while (found.next()) {
            rows.add(Output.row(table, found.getString(1)));
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the tables", e);
    }
    return rows;
  }

  private TableWriterOptions options(Surroundings surroundings) {
    String url =
        switch (surroundings) {
          case DOWN -> NOWHERE;
          case UP -> database.url();
        };
    try {
      return TableWriterOptions.from(
          new String[] {
            "-Dkafka.bootstrap-servers=127.0.0.1:9",
            "-Dschema-registry.url=http://127.0.0.1:9",
            "-Ddatabase.url=" + url,
            "-Ddatabase.user=" + database.user(),
            "-Ddatabase.password-file=" + password
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
