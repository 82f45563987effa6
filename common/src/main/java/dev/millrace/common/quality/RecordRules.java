package dev.millrace.common.quality;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.millrace.suite.Stage;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules of one kind of record. A record is refused by the first rule that it breaks. */
public final class RecordRules<T> implements Serializable {
  private static final long serialVersionUID = 2L;
  private static final int SHOWN_LENGTH = 100;
  private static final int EXPLAINED_LENGTH = 500;

  private final List<Rule<T>> rules;

  /**
   * Rules in the order in which they are checked.
   *
   * @throws IllegalArgumentException if two rules have one id
   */
  public RecordRules(List<Rule<T>> rules) {
    this.rules = List.copyOf(rules);
    if (rules.stream().map(Rule::id).collect(toUnmodifiableSet()).size() < rules.size()) {
      throw new IllegalArgumentException(
          "ids of rules must differ, got " + rules.stream().map(Rule::id).toList());
    }
  }

  /** For records that were checked by who wrote them. */
  public static <T> RecordRules<T> none() {
    return new RecordRules<>(List.of());
  }

  /** All rules, in the order in which they are checked. */
  public List<Rule<T>> all() {
    return rules;
  }

  /**
   * The first rule that the record breaks; empty if it is valid.
   *
   * @param now the time, milliseconds since 1970
   */
  public Optional<Rule<T>> broken(T record, long now) {
    // A loop, not a stream: this runs for every record.
    for (Rule<T> rule : rules) {
      if (!rule.check().holds(record, now)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** Why a record that breaks a rule is refused. */
  public static <T> Refusal refusal(Rule<T> broken, T record) {
    Object value = broken.value().apply(record);
    String explanation = broken.explanation().apply(record);
    return switch (broken.exposure()) {
      case SHOWN ->
          new Refusal(
              Stage.VALIDATE, broken.reason(), detail(broken, String.valueOf(value), explanation));
      case MASKED -> {
        List<String> secrets = texts(value);
        String masked =
            secrets.stream().map(CardNumbers::maskedNumber).collect(Collectors.joining("', '"));
        yield new Refusal(
            Stage.VALIDATE, broken.reason(), detail(broken, masked, explanation), secrets);
      }
    };
  }

  /** The texts of a field that may hold several. */
  private static List<String> texts(Object value) {
    return value instanceof Collection<?> all
        ? all.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  private static String detail(Rule<?> rule, String value, String explanation) {
    String detail =
        "%s must be %s, got %s"
            .formatted(rule.field(), rule.text(), cut("'" + value + "'", SHOWN_LENGTH));
    return explanation.isEmpty() ? detail : detail + ": " + cut(explanation, EXPLAINED_LENGTH);
  }

  /** A text from outside, cut so that it cannot flood a table or a log. */
  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }
}
