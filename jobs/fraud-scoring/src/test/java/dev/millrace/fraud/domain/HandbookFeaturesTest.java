package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.fraud.Payments;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All 15 figures against a recomputation from the whole list of payments and labels. */
class HandbookFeaturesTest {
  private static final Duration DELAY = Duration.ofDays(7);
  private static final int PAYMENTS = 4_000;
  private static final int DAYS = 60;

  /** What came, in the order in which it came. */
  private record Arrival(Instant at, Transaction payment, FraudLabel label) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2026})
  void equalTheirDefinition(long seed) {
    Map<String, History> cards = new HashMap<>();
    Map<String, History> terminals = new HashMap<>();
    List<Transaction> payments = new ArrayList<>();
    List<FraudLabel> labels = new ArrayList<>();

    for (Arrival arrival : arrivals(new Random(seed))) {
      if (arrival.label() != null) {
        labels.add(arrival.label());
        if (TerminalRisk.matters(arrival.label())) {
          terminals.merge(
              arrival.label().getTerminalId(),
              TerminalRisk.remember(History.EMPTY, arrival.label(), DELAY),
              (before, alone) -> TerminalRisk.remember(before, arrival.label(), DELAY));
        }
        continue;
      }
      Transaction payment = arrival.payment();
      History card = cards.getOrDefault(payment.getCardId(), History.EMPTY);
      History terminal = terminals.getOrDefault(payment.getTerminalId(), History.EMPTY);
      Features features = Features.none();
      PaymentFigures.into(features, payment);
      CardActivity.at(card, payment).into(features);
      TerminalRisk.at(terminal, payment, DELAY).into(features);
      cards.put(payment.getCardId(), CardActivity.remember(card, payment));
      terminals.put(payment.getTerminalId(), TerminalRisk.remember(terminal, payment, DELAY));
      payments.add(payment);

      Map<String, Double> expected = recomputed(payment, payments, labels);
      Map<String, Double> actual = features.byName();
      assertThat(expected).hasSize(15);
      expected.forEach(
          (name, figure) -> assertThat(actual.get(name)).as(name).isEqualTo(figure, within(1e-9)));
    }
    assertThat(payments).hasSize(PAYMENTS);
    assertThat(labels).hasSize(PAYMENTS);
  }

  private static Map<String, Double> recomputed(
      Transaction payment, List<Transaction> payments, List<FraudLabel> labels) {
    Map<String, Double> figures = new HashMap<>();
    LocalDateTime time = LocalDateTime.ofInstant(payment.getEventTime(), ZoneOffset.UTC);
    figures.put("amountMinor", (double) payment.getAmountMinor());
    figures.put("weekend", time.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 ? 1.0 : 0.0);
    figures.put("night", time.getHour() < 7 ? 1.0 : 0.0);
    List<Transaction> ofCard =
        payments.stream().filter(other -> other.getCardId().equals(payment.getCardId())).toList();
    List<Transaction> atTerminal =
        payments.stream()
            .filter(other -> other.getTerminalId().equals(payment.getTerminalId()))
            .toList();
    List<FraudLabel> frauds =
        labels.stream()
            .filter(label -> label.getTerminalId().equals(payment.getTerminalId()))
            .filter(FraudLabel::getFraud)
            .toList();
    for (int days : List.of(1, 7, 30)) {
      Window window = new Window(payment.getEventTime(), days, newest(ofCard, List.of()));
      List<Transaction> inWindow =
          ofCard.stream().filter(other -> window.holds(other.getEventTime())).toList();
      figures.put("cardCount%dd".formatted(days), (double) inWindow.size());
      figures.put(
          "cardMeanMinor%dd".formatted(days),
          inWindow.stream().mapToLong(Transaction::getAmountMinor).average().orElseThrow());

      Window labelled =
          new Window(
              payment.getEventTime().minus(DELAY), days, newest(atTerminal, frauds).minus(DELAY));
      long count =
          atTerminal.stream().filter(other -> labelled.holds(other.getEventTime())).count();
      long fraud =
          frauds.stream().filter(label -> labelled.holds(label.getTransactionTime())).count();
      figures.put("terminalCount%dd".formatted(days), (double) count);
      figures.put(
          "terminalFraudRate%dd".formatted(days),
          count == 0 ? 0 : Math.min(1, (double) fraud / count));
    }
    return figures;
  }

  /** Some days up to an end, of which 30 days before the newest moment are remembered. */
  private record Window(Instant end, int days, Instant newest) {
    private static final Duration REMEMBERED = Duration.ofDays(30);

    boolean holds(Instant time) {
      return time.isAfter(end.minus(Duration.ofDays(days)))
          && !time.isAfter(end)
          && time.isAfter(newest.minus(REMEMBERED));
    }
  }

  private static Instant newest(List<Transaction> payments, List<FraudLabel> frauds) {
    return Stream.concat(
            payments.stream().map(Transaction::getEventTime),
            frauds.stream().map(FraudLabel::getTransactionTime))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Payments up to a few hours out of order, labels about the delay after them, some early. */
  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < PAYMENTS; i++) {
      // Whole minutes, so that payments meet in one moment and at the edges of windows.
      Instant time = Payments.NOON.plus(Duration.ofMinutes(random.nextInt(DAYS * 24 * 60)));
      Transaction payment =
          Payments.payment("p" + i)
              .setCardId("card-" + random.nextInt(40))
              .setTerminalId("terminal-" + random.nextInt(20))
              .setAmountMinor(1 + random.nextInt(50_000))
              .setEventTime(time)
              .build();
      arrivals.add(new Arrival(time.plus(Duration.ofMinutes(random.nextInt(240))), payment, null));
      Duration known = Duration.ofHours(random.nextInt(10 * 24));
      FraudLabel label =
          random.nextInt(10) == 0
              ? Payments.fraud(payment, known)
              : Payments.legitimate(payment, known);
      arrivals.add(new Arrival(label.getEventTime(), null, label));
    }
    Collections.shuffle(arrivals, random);
    arrivals.sort(Comparator.comparing(Arrival::at));
    return arrivals;
  }
}
