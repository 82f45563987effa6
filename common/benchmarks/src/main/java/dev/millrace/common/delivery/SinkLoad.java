package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batches as the sink writes them: rows of the shape of decisions, one in five of which is there
 * already, from any of the writers.
 *
 * @param database where they are written
 * @param mode of the table
 * @param batches of {@link #BATCH_ROWS} rows, for each writer
 */
public record SinkLoad(TestPostgres database, WriteMode mode, int batches) {
  /** Rows of a batch, the sink's default. */
  public static final int BATCH_ROWS = 1_000;

  private static final int AGAIN_ONE_IN = 5;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", SqlType.TEXT),
          new Column("version", SqlType.BIGINT),
          new Column("outcome", SqlType.TEXT),
          new Column("score", SqlType.DOUBLE),
          new Column("card", SqlType.TEXT),
          new Column("terminal", SqlType.TEXT),
          new Column("amount_minor", SqlType.BIGINT),
          new Column("currency", SqlType.TEXT),
          new Column("event_time", SqlType.TIMESTAMPTZ),
          new Column("decided_at", SqlType.TIMESTAMPTZ),
          new Column("reasons", SqlType.TEXT_ARRAY),
          new Column("features", SqlType.JSONB));

  public SinkLoad {
    requireNonNull(database);
    requireNonNull(mode);
  }

  /**
   * Writes all batches into an empty table.
   *
   * @param writers that write at once, each over a connection of its own
   * @return rows per second, of all writers together
   */
  public double rowsPerSecond(WritingWay way, int writers) throws SQLException {
    Table table =
        Table.of(
            "public.decisions",
            COLUMNS,
            List.of("id"),
            mode,
            mode == WriteMode.LATEST_VERSION_WINS ? Optional.of("version") : Optional.empty());
    recreate();
    List<Callable<Void>> work = new ArrayList<>();
    List<BatchWriter> opened = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      List<List<Row>> rows = rows(i, writers);
      BatchWriter writer = way.open(database, table);
      opened.add(writer);
      connect(writer, i);
      work.add(
          () -> {
            for (List<Row> batch : rows) {
              writer.write(Row.effective(batch, table));
            }
            return null;
          });
    }
    double seconds = seconds(work);
    opened.forEach(BatchWriter::close);
    return (double) writers * batches * BATCH_ROWS / seconds;
  }

  /**
   * Before the clock starts: the sink's own writer connects at its first row, the others before.
   */
  private static void connect(BatchWriter writer, int number) throws SQLException {
    String id = "connected-" + number;
    writer.write(List.of(new Row(values(id, 0, new Random(number)), 0)));
  }

  private static double seconds(List<Callable<Void>> work) {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      long start = System.nanoTime();
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void recreate() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS public.decisions");
      statement.execute(
          "CREATE TABLE public.decisions (id text PRIMARY KEY, version bigint, outcome text, score float8, card text,"
              + " terminal text, amount_minor bigint, currency text, event_time timestamptz, decided_at timestamptz,"
              + " reasons text[], features jsonb)");
      statement.execute("CHECKPOINT");
    }
  }

  private List<List<Row>> rows(int writer, int writers) {
    Random random = new Random(writer);
    List<List<Row>> all = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < BATCH_ROWS; i++) {
        boolean again = batch > 0 && random.nextInt(AGAIN_ONE_IN) == 0;
        String id =
            again
                ? id(random.nextInt(writers), random.nextInt(batch), random.nextInt(BATCH_ROWS))
                : id(writer, batch, i);
        rows.add(new Row(values(id, batch, random), i));
      }
      all.add(rows);
    }
    return all;
  }

  private static String id(int writer, int batch, int row) {
    return "%x-payment-%d-%d-%d".formatted((batch * 31 + row) * 0x9E3779B9, writer, batch, row);
  }

  private static Object[] values(String id, long version, Random random) {
    Instant time = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1_000_000_000));
    return new Object[] {
      id,
      version,
      "APPROVE",
      random.nextDouble(),
      "card-" + random.nextInt(10_000),
      "terminal-" + random.nextInt(10_000),
      (long) random.nextInt(100_000),
      "EUR",
      time,
      time.plusMillis(15),
      List.of("amount-unusual", "terminal-risk"),
      "{\"cardCount1d\": %d, \"cardMean7d\": %.2f, \"terminalRisk\": %.4f}"
          .formatted(random.nextInt(50), random.nextDouble() * 100, random.nextDouble())
    };
  }
}
