package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Labels, rules and models: what table-writer copies from a topic as it comes.
 *
 * @param records on their topics, those that table-writer could not read not among them
 * @param rows of their tables, by {@link Copy#row()}
 */
record Copies(List<Copy> records, Map<String, Row> rows) {
  static final Copies NONE = new Copies(List.of(), Map.of());

  static final String LABELS = "fraud.labels";
  static final String RULES = "fraud.rules";
  static final String MODELS = "fraud.models";

  /** Where the rows of each table come from. */
  static final Map<String, String> TOPICS =
      Map.of(LABELS, Topics.LABELS, RULES, Topics.RULES, MODELS, Topics.MODELS);

  /**
   * A record that should be a row, or be behind one.
   *
   * @param row the table and the key of the row
   * @param version a row of this version or a higher one stands for the record
   * @param content of all else that it says, see {@link Digest}
   */
  record Copy(Place place, String row, long version, long content) {}

  /**
   * A row.
   *
   * @param content of all that it says beside key and version, as in {@link Copy}
   */
  record Row(long version, long content) {}

  /** How a row is named. */
  static String row(String table, String key) {
    return table + " " + key;
  }

  /** The topic that a row of this name comes from. */
  static String topicOf(String row) {
    return TOPICS.get(row.substring(0, row.indexOf(' ')));
  }

  /** Names of the rows of which some record has the version. */
  Set<String> recorded() {
    return rowsWith((copy, row) -> copy.version() == row.version());
  }

  /**
   * Names of the rows that say what some record of their version says. Of two records that say
   * different things under one version, which nobody should send, either may be the row.
   */
  Set<String> sound() {
    return rowsWith(
        (copy, row) -> copy.version() == row.version() && copy.content() == row.content());
  }

  private Set<String> rowsWith(BiPredicate<Copy, Row> agreeing) {
    return records.stream()
        .filter(copy -> rows.containsKey(copy.row()))
        .filter(copy -> agreeing.test(copy, rows.get(copy.row())))
        .map(Copy::row)
        .collect(Collectors.toSet());
  }

  static long label(String card, String terminal, long paidAt, boolean fraud) {
    return new Digest()
        .with(card)
        .with(terminal)
        .with(Long.toString(paidAt))
        .with(Boolean.toString(fraud))
        .value();
  }

  /** What a rule says but for its snoozes. */
  static long rule(
      String state,
      String condition,
      String outcome,
      double weight,
      double maxDeclineShare,
      String reason,
      String description,
      String author,
      long madeAt) {
    return new Digest()
        .with(state)
        .with(condition)
        .with(outcome)
        .with(Double.toString(weight))
        .with(Double.toString(maxDeclineShare))
        .with(reason)
        .with(description)
        .with(author)
        .with(Long.toString(madeAt))
        .value();
  }

  static long model(String role, byte[] content, String sha256, String author, long changedAt) {
    return new Digest()
        .with(role)
        .with(content)
        .with(sha256)
        .with(author)
        .with(Long.toString(changedAt))
        .value();
  }
}
