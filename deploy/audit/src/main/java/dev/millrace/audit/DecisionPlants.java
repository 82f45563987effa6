package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Breaches planted among decisions, dead letters, labels, rules and models. */
final class DecisionPlants {
  private static final String PLANTED = "planted by the audit";
  private static final String HABIT = "cardCount1h";
  // The order between partitions leaves a terminal's figures open; not by so much.
  private static final double BEYOND = 1_000_000;

  private final Evidence clean;

  /**
   * Prepares to plant.
   *
   * @param clean holds at least one decision
   */
  DecisionPlants(Evidence clean) {
    this.clean = requireNonNull(clean);
  }

  List<Seed> all() {
    return Stream.of(
            ofInputs(),
            amongCopies(Copies.LABELS),
            amongCopies(Copies.RULES),
            amongCopies(Copies.MODELS),
            ofContent(),
            ofHabits(),
            ofTheJobs())
        .flatMap(List::stream)
        .toList();
  }

  private List<Seed> ofInputs() {
    return List.of(
        Seed.of("a lost record", "I1", this::lost, Topics.PAYMENTS, Topics.DECISIONS),
        Seed.of("a record that nobody can read", "I1", this::unread),
        Seed.of("a record that is decided and refused", "I1", this::decidedAndRefused),
        Seed.of("a rule without a row", "I1", this::ruleWithoutRow),
        Seed.of("a dead letter without a row", "I1", this::letterWithoutRow));
  }

  private List<Seed> ofContent() {
    return List.of(
        Seed.of("a duplicate", "I2", this::duplicate),
        Seed.of("another content under the same id", "I3", this::otherContent),
        Seed.of("another score of the same figures", "I3", this::otherScore),
        Seed.of("a row that is not the first copy", "I3", this::otherRow, Topics.DECISIONS),
        wrong("a wrong aggregate", "cardCount7d", 1),
        wrong("a wrong count of a terminal", "terminalCount7d", BEYOND),
        wrong("a wrong share of frauds", "terminalFraudRate7d", BEYOND),
        Seed.of("a phantom", "I6", this::phantom, Topics.PAYMENTS),
        Seed.of("a row without a decision", "I6", this::rowAlone, Topics.DECISIONS));
  }

  private List<Seed> ofHabits() {
    return hasHabits() ? List.of(wrong("a wrong habit of a card", HABIT, 1)) : List.of();
  }

  private List<Seed> ofTheJobs() {
    return List.of(
        Seed.of("a row that was taken back", "I5", this::takenBack),
        Seed.of("a job that lags behind", "I7", () -> jobs(1, 1)),
        Seed.of("a job that completes no checkpoint", "I7", () -> jobs(0, 0)),
        Seed.of("a record refused too soon", "I8", this::refusedTooSoon));
  }

  private Seed wrong(String what, String feature, double more) {
    return Seed.of(what, "I4", () -> wrongFigure(feature, more), Topics.PAYMENTS, Topics.LABELS);
  }

  /** Decisions of earlier releases do not tell what a card uses to do. */
  boolean hasHabits() {
    return first().features().containsKey(HABIT);
  }

  private Evidence lost() {
    String id = first().id();
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.remove(id);
    return with(
        clean.decisions().stream().filter(decision -> !decision.id().equals(id)).toList(),
        rows,
        clean.deadLetters());
  }

  private Evidence ruleWithoutRow() {
    return clean.with(withRecord(clean.copies(), Copies.RULES));
  }

  /** What is copied from a topic may say another thing in its table, or be in its table alone. */
  private List<Seed> amongCopies(String table) {
    String topic = Copies.TOPICS.get(table);
    return List.of(
        Seed.of(
            "a phantom in " + table, "I6", () -> clean.with(withRow(clean.copies(), table)), topic),
        Seed.of(
            "another content in " + table,
            "I3",
            () -> clean.with(withRecord(withRow(clean.copies(), table), table)),
            topic));
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
    return Copies.row(table, PLANTED + "/1");
  }

  private Evidence duplicate() {
    Decision other = clean.decisions().get(clean.decisions().size() - 1);
    Decision second = withSource(first(), first().id(), other.source());
    return with(plus(second), clean.decisionRows(), clean.deadLetters());
  }

  private Evidence otherContent() {
    return with(
        plus(SampleWorld.at(withFeature(first(), "cardMeanMinor7d", 1), end(first()))),
        clean.decisionRows(),
        clean.deadLetters());
  }

  private Evidence otherScore() {
    Decision first = first();
    return with(
        plus(
            like(
                first,
                end(first),
                first.id(),
                first.source(),
                first.features(),
                1 - first.score() / 2)),
        clean.decisionRows(),
        clean.deadLetters());
  }

  private Evidence wrongFigure(String feature, double more) {
    String id = atQuietTerminal(feature).id();
    Function<Decision, Decision> wrong =
        decision -> decision.id().equals(id) ? withFeature(decision, feature, more) : decision;
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.computeIfPresent(id, (same, row) -> wrong.apply(row));
    return with(clean.decisions().stream().map(wrong).toList(), rows, clean.deadLetters());
  }

  /**
   * At a terminal of many payments the audit leaves figures alone; nor do all decisions have all.
   */
  private Decision atQuietTerminal(String feature) {
    Map<String, Long> payments =
        clean.payments().stream()
            .collect(Collectors.groupingBy(Payment::terminal, Collectors.counting()));
    return clean.decisions().stream()
        .filter(decision -> decision.features().containsKey(feature))
        .min(
            Comparator.comparingLong(
                decision -> payments.getOrDefault(decision.terminal(), Long.MAX_VALUE)))
        .orElseGet(this::first);
  }

  /** What may differ in a copy that is made again may not differ in the row. */
  private Evidence otherRow() {
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put(first().id(), withFeature(first(), "terminalCount7d", 1));
    return with(clean.decisions(), rows, clean.deadLetters());
  }

  private Evidence rowAlone() {
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put(PLANTED, first());
    return with(clean.decisions(), rows, clean.deadLetters());
  }

  private Evidence takenBack() {
    return clean.with(new Watched(List.of(PLANTED), Optional.empty(), 0));
  }

  /**
   * Jobs of a cluster that is made up.
   *
   * @param completes checkpoints that each completes between two looks
   * @param lag of the job that fills the tables
   */
  private Evidence jobs(long completes, long lag) {
    return clean.with(new Healing(new MadeUpCluster(completes, lag)).await(Duration.ZERO));
  }

  private static final class MadeUpCluster implements Cluster {
    private final long completes;
    private final long lag;
    private long completed;

    MadeUpCluster(long completes, long lag) {
      this.completes = completes;
      this.lag = lag;
    }

    @Override
    public List<Progress.Running> running() {
      completed += completes;
      return Healing.READERS.stream()
          .map(reader -> new Progress.Running(reader.job(), reader.job(), completed))
          .toList();
    }

    @Override
    public boolean hasRecords(List<String> topics) {
      return true;
    }

    @Override
    public long lag(String job, List<String> topics) {
      return job.equals(Evidence.WRITER) ? lag : 0;
    }
  }

  /** For a fault of the database, in a message that quotes one of the row. */
  private Evidence refusedTooSoon() {
    String detail = "the database refused the row (SQLSTATE 57P01): not SQLSTATE 22001";
    return withLetter(
        letter(
            Evidence.WRITER,
            DeadLetter.WRITE,
            detail,
            first().place(),
            Passing.reason(DeadLetter.WRITE, "row-refused", detail, true)));
  }

  private Evidence decidedAndRefused() {
    return withLetter(letter(Evidence.SCORING, "VALIDATE", PLANTED, first().source(), false));
  }

  private Evidence letterWithoutRow() {
    return withLetter(letter(PLANTED, "PROCESS", PLANTED, first().source(), false));
  }

  private static DeadLetter letter(
      String job, String stage, String detail, Place source, boolean premature) {
    return new DeadLetter(
        new Place(Topics.DEAD_LETTERS, 0, Long.MAX_VALUE),
        PLANTED,
        job,
        stage,
        PLANTED,
        detail,
        source,
        0,
        false,
        premature);
  }

  private Evidence withLetter(DeadLetter letter) {
    List<DeadLetter> letters = new ArrayList<>(clean.deadLetters());
    letters.add(letter);
    return with(clean.decisions(), clean.decisionRows(), letters);
  }

  /** A decision, and its row, of a payment that nobody sent. */
  private Evidence phantom() {
    Decision phantom = withSource(first(), PLANTED, nowhere());
    Map<String, Decision> rows = new HashMap<>(clean.decisionRows());
    rows.put(PLANTED, phantom);
    return with(plus(phantom), rows, clean.deadLetters());
  }

  private Evidence unread() {
    Legible legible = new Legible();
    Place place = nowhere();
    // Never asked: bytes that are in no wire format name no schema.
    var unused =
        legible.parse(
            new ConsumerRecord<>(
                place.topic(), place.partition(), place.offset(), null, new byte[] {1, 2, 3}),
            new Records("http://registry.invalid")::read,
            record -> record);
    Map<Place, String> unread = new LinkedHashMap<>(clean.unread());
    unread.putAll(legible.unread());
    return new Evidence(
        clean.payments(),
        unread,
        clean.labels(),
        clean.decisions(),
        clean.deadLetters(),
        clean.digests(),
        clean.decisionRows(),
        clean.deadLetterRows(),
        clean.repeatedRows(),
        clean.cut(),
        clean.watched(),
        clean.health(),
        clean.copies(),
        clean.shop());
  }

  private Place nowhere() {
    return new Place(Topics.PAYMENTS, first().source().partition(), Long.MAX_VALUE);
  }

  private Decision first() {
    return clean.decisions().get(0);
  }

  /** A place on the same partition after everything else. */
  private static Place end(Decision decision) {
    return new Place(Topics.DECISIONS, decision.place().partition(), Long.MAX_VALUE);
  }

  private List<Decision> plus(Decision planted) {
    List<Decision> decisions = new ArrayList<>(clean.decisions());
    decisions.add(planted);
    return decisions;
  }

  private static Decision withSource(Decision decision, String id, Place source) {
    return like(decision, end(decision), id, source, decision.features(), decision.score());
  }

  private static Decision withFeature(Decision decision, String feature, double more) {
    Map<String, Double> features = new TreeMap<>(decision.features());
    features.computeIfPresent(feature, (name, value) -> value + more);
    return like(
        decision, decision.place(), decision.id(), decision.source(), features, decision.score());
  }

  private static Decision like(
      Decision decision,
      Place place,
      String id,
      Place source,
      Map<String, Double> features,
      double score) {
    return new Decision(
        place,
        decision.madeAt(),
        id,
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        source,
        features,
        decision.outcome(),
        score,
        decision.reasons(),
        decision.scorer(),
        decision.verdict());
  }

  private Evidence with(
      List<Decision> decisions, Map<String, Decision> rows, List<DeadLetter> letters) {
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
        clean.watched(),
        clean.health(),
        clean.copies(),
        clean.shop());
  }
}
