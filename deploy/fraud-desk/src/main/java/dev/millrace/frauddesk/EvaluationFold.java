package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.Feature;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One split of the Fraud Detection Handbook's protocol (chapter 5, prequential validation): a week
 * to learn from, a week in which its labels become known, a week to be judged by.
 *
 * <p>A test day leaves out the cards whose fraud is known by then: from the training week, or from
 * a day that is a label delay old.
 *
 * @param start first day of the training week
 * @param train rows of the training week, from and before
 * @param test rows that are judged
 */
record EvaluationFold(LocalDate start, Span train, List<TestRow> test) {
  private static final int WEEK = 7;

  EvaluationFold {
    test = List.copyOf(test);
  }

  /** Rows from one to before another. */
  record Span(int from, int before) {}

  /**
   * One payment that is judged.
   *
   * @param day of the test week, 0 to 6
   * @param row its place among all payments
   */
  record TestRow(int day, int row) {}

  /**
   * The split whose training week begins on a day.
   *
   * @throws ToolException if a day of the test week has no payment: what is judged by half a week
   *     must not pass for a whole one
   */
  static EvaluationFold of(LocalDate start, FiguredPayments payments) {
    Span train = span(payments, start, WEEK);
    Set<String> known = new HashSet<>();
    addDefrauded(known, payments, train);
    List<TestRow> test = new ArrayList<>();
    for (int day = 0; day < WEEK; day++) {
      if (day > 0) {
        addDefrauded(known, payments, span(payments, start.plusDays(WEEK + day - 1L), 1));
      }
      LocalDate testDay = start.plusDays(2L * WEEK + day);
      Span tested = span(payments, testDay, 1);
      requirePayments(start, testDay, tested, payments);
      for (int row = tested.from; row < tested.before; row++) {
        if (!known.contains(payments.card(row))) {
          test.add(new TestRow(day, row));
        }
      }
    }
    return new EvaluationFold(start, train, test);
  }

  /** The end of the last test day. */
  static Instant end(LocalDate start) {
    return start(start.plusDays(3L * WEEK));
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** What a model learns from. */
  TrainingSet trainingSet(FiguredPayments payments) {
    TrainingSet set = new TrainingSet(List.of(Feature.values()));
    for (int row = train.from; row < train.before; row++) {
      set.add(payments.features(row), payments.isFraud(row), payments.time(row));
    }
    return set;
  }

  private static void requirePayments(
      LocalDate start, LocalDate testDay, Span tested, FiguredPayments payments) {
    if (tested.from == tested.before) {
      throw new ToolException(
          "fold %s is judged by the week from %s, and %s has no payment: %s"
              .formatted(
                  start,
                  start.plusDays(2L * WEEK),
                  testDay,
                  payments
                      .last()
                      .map(
                          time ->
                              "the last that was read is of "
                                  + LocalDate.ofInstant(time, ZoneOffset.UTC))
                      .orElse("the file has none of any fold")));
    }
  }

  private static Span span(FiguredPayments payments, LocalDate first, int days) {
    return new Span(payments.from(start(first)), payments.from(start(first.plusDays(days))));
  }

  private static void addDefrauded(Set<String> cards, FiguredPayments payments, Span span) {
    for (int row = span.from; row < span.before; row++) {
      if (payments.isFraud(row)) {
        cards.add(payments.card(row));
      }
    }
  }
}
