package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * I9: an audit that finds nothing may be blind. Plants one breach of each kind in a copy of the
 * evidence, and looks whether the audit finds just that. The copy is of the stack that is up, or of
 * a {@link SampleWorld}. Nothing outside the copy changes.
 */
final class SelfTest {
  private final StackState stack;
  private final long labelDelay;
  private final OneCurrency currency;
  private final Plants plants;

  /**
   * Prepares the test.
   *
   * @param plants gets what was planted
   */
  SelfTest(StackState stack, Duration labelDelay, OneCurrency currency, Plants plants) {
    this.stack = requireNonNull(stack);
    this.labelDelay = labelDelay.toMillis();
    this.currency = requireNonNull(currency);
    this.plants = requireNonNull(plants);
  }

  void run() {
    boolean up = Files.exists(stack.endpoints());
    plants
        .progress()
        .accept(
            up
                ? "in a copy of the stack that is up"
                : "no stack is up: in a small world made for it");
    Evidence clean =
        up
            ? new Collection(stack, plants.progress()).collect(Duration.ofMinutes(1))
            : SampleWorld.evidence();
    plant(clean);
    if (!up) {
      plants.skip("a stale overwrite in tables, which needs the database of a stack");
    } else if (!clean.decisions().isEmpty()) {
      plants.add(staleOverwrite(clean));
    }
  }

  /** Plants in a copy of the evidence. */
  void plant(Evidence clean) {
    if (clean.decisions().isEmpty() && clean.shop().recommendations().isEmpty()) {
      throw new ToolException(
          "the stack holds no decision and no recommendation to plant anything in");
    }
    audit(Seed.of("nothing", Plants.NONE, () -> clean), clean);
    if (clean.decisions().isEmpty()) {
      plants.skip("decisions, of which there are none");
    } else {
      plantAmongDecisions(clean);
    }
    if (clean.shop().recommendations().isEmpty()) {
      plants.skip("recommendations, of which there are none");
    } else {
      new ShopPlants(clean).all().forEach(seed -> audit(seed, clean));
    }
  }

  private void plantAmongDecisions(Evidence clean) {
    DecisionPlants among = new DecisionPlants(clean);
    among.all().forEach(seed -> audit(seed, clean));
    if (!among.hasHabits()) {
      plants.skip("a wrong habit of a card, which decisions did not have yet");
    }
  }

  private void audit(Seed seed, Evidence clean) {
    if (plants.canPlant(seed.what(), seed.whole(), clean.cut().topics())) {
      plants.add(new Plants.Plant(seed.what(), seed.expected(), breached(seed.evidence().get())));
    }
  }

  private List<String> breached(Evidence evidence) {
    return Invariants.check(evidence, labelDelay, currency).stream()
        .filter(finding -> finding.breaches() > 0)
        .map(Finding::id)
        .toList();
  }

  /**
   * In a transaction that is rolled back: a table whose newest version wins, armed, and a writer
   * that does not look at the version, be it a number or a time; and a decision that is written
   * over.
   */
  private Plants.Plant staleOverwrite(Evidence clean) {
    plants.progress().accept("planting stale overwrites in scratch tables");
    try (Tables tables = Tables.of(stack)) {
      Connection connection = tables.connection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA audit_scratch");
        statement.execute(
            "CREATE TABLE audit_scratch.newest (id text PRIMARY KEY, version bigint)");
        statement.execute(
            "CREATE TABLE audit_scratch.latest (id text PRIMARY KEY, at timestamptz)");
        statement.execute("CREATE TABLE audit_scratch.final (LIKE fraud.decisions)");
        statement.execute(
            "INSERT INTO audit_scratch.final SELECT * FROM fraud.decisions ORDER BY 1 LIMIT 1");
        Watch watch = new Watch(connection);
        List<Watch.Table> watchedTables =
            List.of(
                new Watch.Table("audit_scratch.newest", Optional.of("version")),
                new Watch.Table("audit_scratch.latest", Optional.of("at")),
                new Watch.Table("audit_scratch.final", Optional.empty()));
        watch.arm(watchedTables);
        statement.execute("INSERT INTO audit_scratch.newest VALUES ('a', 3)");
        statement.execute("UPDATE audit_scratch.newest SET version = 4");
        statement.execute("INSERT INTO audit_scratch.latest VALUES ('b', '2026-01-05T12:00:00Z')");
        statement.execute("UPDATE audit_scratch.latest SET at = '2026-01-05T12:00:00.1Z'");
        Watched forwards = watch.watched(watchedTables);
        statement.execute("UPDATE audit_scratch.newest SET version = 2");
        statement.execute("UPDATE audit_scratch.latest SET at = '2026-01-05T12:00:00Z'");
        statement.execute("UPDATE audit_scratch.final SET score = 1 - score / 2");
        Watched backwards = watch.watched(watchedTables);
        return new Plants.Plant(
            "a stale overwrite in tables, a changed decision",
            "I5",
            forwards.setbacks().isEmpty() && backwards.setbacks().size() == 3
                ? breached(clean.with(backwards))
                : List.of());
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new ToolException("cannot plant a stale overwrite: " + e.getMessage(), e);
    }
  }
}
