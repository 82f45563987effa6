package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.Json;
import dev.millrace.console.StackState;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * I9: an audit that finds nothing may be blind. Plants one breach of each kind in a copy of the
 * evidence, and looks whether the audit finds just that. The copy is of the stack that is up, or of
 * a {@link SampleWorld}. Nothing outside the copy changes.
 */
final class SelfTest {
  private static final String NONE = "none";
  private static final String HABIT = "cardCount1h";

  private final StackState stack;
  private final long labelDelay;
  private final OneCurrency currency;
  private final Consumer<String> progress;

  /**
   * Prepares the test.
   *
   * @param progress hears what is being done
   */
  SelfTest(StackState stack, Duration labelDelay, OneCurrency currency, Consumer<String> progress) {
    this.stack = requireNonNull(stack);
    this.labelDelay = labelDelay.toMillis();
    this.currency = requireNonNull(currency);
    this.progress = requireNonNull(progress);
  }

  /**
   * A planted breach.
   *
   * @param expected the invariant that it breaches, or that none is
   * @param breached those that the audit found
   */
  record Plant(String what, String expected, List<String> breached) {

    boolean found() {
      return expected.equals(NONE) ? breached.isEmpty() : breached.contains(expected);
    }
  }

  List<Plant> run() {
    boolean up = Files.exists(stack.endpoints());
    progress.accept(
        up ? "in a copy of the stack that is up" : "no stack is up: in a small world made for it");
    Evidence clean =
        up
            ? new Collection(stack, progress).collect(Duration.ofMinutes(1))
            : SampleWorld.evidence();
    List<Plant> plants = new ArrayList<>();
    plants.add(audited("nothing", NONE, clean));
    if (clean.decisions().isEmpty() && clean.shop().recommendations().isEmpty()) {
      throw new ToolException(
          "the stack holds no decision and no recommendation to plant anything in");
    }
    if (clean.decisions().isEmpty()) {
      progress.accept("skipped: decisions, of which there are none");
    } else {
      plantAmongDecisions(clean, up, plants);
    }
    if (clean.shop().recommendations().isEmpty()) {
      progress.accept("skipped: recommendations, of which there are none");
    } else {
      new ShopPlants(clean)
          .all()
          .forEach(plant -> plants.add(audited(plant.what(), plant.expected(), plant.evidence())));
    }
    return plants;
  }

  private void plantAmongDecisions(Evidence clean, boolean up, List<Plant> plants) {
    plants.add(audited("a lost record", "I1", lost(clean)));
    plants.add(audited("a rule without a row", "I1", ruleWithoutRow(clean)));
    plantAmongCopies(clean, plants);
    plants.add(audited("a duplicate", "I2", duplicate(clean)));
    plants.add(audited("another content under the same id", "I3", otherContent(clean)));
    plants.add(audited("a wrong aggregate", "I4", wrongFigure(clean, "cardCount7d")));
    if (clean.decisions().get(0).features().containsKey(HABIT)) {
      plants.add(audited("a wrong habit of a card", "I4", wrongFigure(clean, HABIT)));
    } else {
      progress.accept("skipped: a wrong habit of a card, which decisions did not have yet");
    }
    plants.add(audited("a phantom", "I6", phantom(clean)));
    plants.add(audited("a job that lags behind", "I7", lagging(clean)));
    plants.add(audited("a record refused too soon", "I8", refusedTooSoon(clean)));
    if (up) {
      plants.add(staleOverwrite());
    } else {
      progress.accept("skipped: a stale overwrite, which needs the database of a stack");
    }
  }

  private Plant audited(String what, String expected, Evidence evidence) {
    List<String> breached =
        Invariants.check(evidence, labelDelay, currency).stream()
            .filter(finding -> finding.breaches() > 0)
            .map(Finding::id)
            .toList();
    return new Plant(what, expected, breached);
  }

  private static Evidence lost(Evidence clean) {
    String id = clean.decisions().get(0).id();
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove(id);
    return with(
        clean,
        clean.decisions().stream().filter(decision -> !decision.id().equals(id)).toList(),
        rows,
        clean.deadLetters());
  }

  private static Evidence ruleWithoutRow(Evidence clean) {
    return clean.with(withRecord(clean.copies(), Copies.RULES));
  }

  /** What is copied from a topic may say another thing in its table, or be in its table alone. */
  private void plantAmongCopies(Evidence clean, List<Plant> plants) {
    for (String table : List.of(Copies.LABELS, Copies.RULES, Copies.MODELS)) {
      if (clean.cut().contains(Copies.TOPICS.get(table))) {
        progress.accept(
            "skipped: rows of %s, the topic of which Kafka has deleted records".formatted(table));
        continue;
      }
      Copies alone = withRow(clean.copies(), table);
      plants.add(audited("a phantom in " + table, "I6", clean.with(alone)));
      Copies other = withRecord(alone, table);
      plants.add(audited("another content in " + table, "I3", clean.with(other)));
    }
  }

  private static Copies withRecord(Copies copies, String table) {
    Place end = new Place(Copies.TOPICS.get(table), 0, Long.MAX_VALUE);
    List<Copies.Copy> records = new ArrayList<>(copies.records());
    records.add(new Copies.Copy(end, planted(table), 1, 1));
    return new Copies(records, copies.rows());
  }

  /** The row says something else than the record that {@link #withRecord} adds. */
  private static Copies withRow(Copies copies, String table) {
    Map<String, Copies.Row> rows = new HashMap<>(copies.rows());
    rows.put(planted(table), new Copies.Row(1, 2));
    return new Copies(copies.records(), rows);
  }

  private static String planted(String table) {
    return Copies.row(table, "planted by the audit/1");
  }

  private static Evidence duplicate(Evidence clean) {
    Decision first = clean.decisions().get(0);
    Decision other = clean.decisions().get(clean.decisions().size() - 1);
    Decision second =
        new Decision(
            end(first),
            first.madeAt(),
            first.id(),
            first.card(),
            first.terminal(),
            first.amountMinor(),
            first.currency(),
            first.eventTime(),
            first.merchant(),
            other.source(),
            first.features(),
            first.outcome(),
            first.score(),
            first.reasons(),
            first.scorer(),
            first.verdict());
    return with(clean, plus(clean, second), clean.decisionRows(), clean.deadLetters());
  }

  private static Evidence otherContent(Evidence clean) {
    Decision first = clean.decisions().get(0);
    return with(
        clean,
        plus(clean, SampleWorld.at(withFeature(first, "cardMeanMinor7d"), end(first))),
        clean.decisionRows(),
        clean.deadLetters());
  }

  private static Evidence wrongFigure(Evidence clean, String feature) {
    String id = clean.decisions().get(0).id();
    Function<Decision, Decision> wrong =
        decision -> decision.id().equals(id) ? withFeature(decision, feature) : decision;
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.computeIfPresent(id, (same, row) -> wrong.apply(row));
    return with(clean, clean.decisions().stream().map(wrong).toList(), rows, clean.deadLetters());
  }

  private static Evidence phantom(Evidence clean) {
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put("phantom", clean.decisions().get(0));
    return with(clean, clean.decisions(), rows, clean.deadLetters());
  }

  private static Evidence lagging(Evidence clean) {
    List<String> troubles = new ArrayList<>(clean.health().troubles());
    troubles.add(Jobs.lagging(Evidence.WRITER, 1));
    return clean.with(new Evidence.Health(troubles, clean.health().checked()));
  }

  private static Evidence refusedTooSoon(Evidence clean) {
    Place source = clean.decisions().get(0).place();
    List<DeadLetter> letters = new ArrayList<>(clean.deadLetters());
    letters.add(
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, Long.MAX_VALUE),
            "planted",
            Evidence.WRITER,
            DeadLetter.WRITE,
            "row-refused",
            "timeout",
            source,
            0,
            false,
            true));
    return with(clean, clean.decisions(), clean.decisionRows(), letters);
  }

  /** A place on the same partition after everything else. */
  private static Place end(Decision decision) {
    return new Place(Topics.DECISIONS, decision.place().partition(), Long.MAX_VALUE);
  }

  private static List<Decision> plus(Evidence clean, Decision planted) {
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    decisions.add(planted);
    return decisions;
  }

  private static Decision withFeature(Decision decision, String feature) {
    Map<String, Double> features = new TreeMap<>(decision.features());
    features.computeIfPresent(feature, (name, value) -> value + 1);
    return new Decision(
        decision.place(),
        decision.madeAt(),
        decision.id(),
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        decision.source(),
        features,
        decision.outcome(),
        decision.score(),
        decision.reasons(),
        decision.scorer(),
        decision.verdict());
  }

  private static Evidence with(
      Evidence clean,
      List<Decision> decisions,
      Map<String, Decision> rows,
      List<DeadLetter> letters) {
    return new Evidence(
        clean.payments(),
        clean.unread(),
        clean.labels(),
        decisions,
        letters,
        clean.digests(),
        rows,
        clean.deadLetterRows(),
        clean.repeatedRows(),
        clean.cut(),
        clean.setbacks(),
        clean.health(),
        clean.copies(),
        clean.shop());
  }

  /**
   * In a transaction that is rolled back: a table whose newest version wins, armed, and a writer
   * that does not look at the version, be it a number or a time; and a decision that is written
   * over.
   */
  private Plant staleOverwrite() {
    progress.accept("planting stale overwrites in scratch tables");
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
        watch.arm(
            List.of(
                new Watch.Table("audit_scratch.newest", Optional.of("version")),
                new Watch.Table("audit_scratch.latest", Optional.of("at")),
                new Watch.Table("audit_scratch.final", Optional.empty())));
        statement.execute("INSERT INTO audit_scratch.newest VALUES ('a', 3)");
        statement.execute("UPDATE audit_scratch.newest SET version = 4");
        statement.execute("INSERT INTO audit_scratch.latest VALUES ('b', '2026-01-05T12:00:00Z')");
        statement.execute("UPDATE audit_scratch.latest SET at = '2026-01-05T12:00:00.1Z'");
        int forwards = watch.setbacks().orElseThrow().size();
        statement.execute("UPDATE audit_scratch.newest SET version = 2");
        statement.execute("UPDATE audit_scratch.latest SET at = '2026-01-05T12:00:00Z'");
        statement.execute("UPDATE audit_scratch.final SET score = 1 - score / 2");
        int recorded = watch.setbacks().orElseThrow().size();
        return new Plant(
            "a stale overwrite, a changed decision",
            "I5",
            forwards == 0 && recorded == 3 ? List.of("I5") : List.of());
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new ToolException("cannot plant a stale overwrite: " + e.getMessage(), e);
    }
  }

  static String text(List<Plant> plants) {
    TextTable table = new TextTable("planted", "breaches", "audit found", "");
    plants.forEach(
        plant ->
            table.add(
                plant.what(),
                plant.expected(),
                plant.breached().isEmpty() ? NONE : String.join(" ", plant.breached()),
                plant.found() ? "ok" : "MISSED"));
    return table.toString();
  }

  static String json(List<Plant> plants) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Plant plant : plants) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("planted", plant.what());
      tree.put("expected", plant.expected());
      tree.put("breached", plant.breached());
      tree.put("found", plant.found());
      trees.add(tree);
    }
    return Json.line(Map.of("passed", plants.stream().allMatch(Plant::found), "plants", trees));
  }
}
