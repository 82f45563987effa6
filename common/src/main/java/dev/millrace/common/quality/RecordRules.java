package dev.millrace.common.quality;

import dev.millrace.suite.Stage;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** The rules of one kind of record. A record is refused by the first rule that it breaks. */
public final class RecordRules<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_LENGTH = 100;

  private final List<Rule<T>> rules;

  /** Rules in the order in which they are checked. */
  public RecordRules(List<Rule<T>> rules) {
    this.rules = List.copyOf(rules);
  }

  /** All rules, in the order in which they are checked. */
  public List<Rule<T>> all() {
    return rules;
  }

  /**
   * Why the record is refused; empty if it is valid.
   *
   * @param now the time, milliseconds since 1970
   */
  public Optional<Refusal> check(T record, long now) {
    for (Rule<T> rule : rules) {
      if (!rule.check().holds(record, now)) {
        return Optional.of(
            new Refusal(
                Stage.VALIDATE,
                rule.reason(),
                "%s must be %s, got %s"
                    .formatted(rule.field(), rule.text(), shown(rule.value().apply(record)))));
      }
    }
    return Optional.empty();
  }

  /** A value from outside, cut so that it cannot flood a table or a log. */
  private static String shown(Object value) {
    String text = "'" + value + "'";
    return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
  }
}
