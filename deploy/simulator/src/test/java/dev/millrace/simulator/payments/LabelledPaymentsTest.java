package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LabelledPaymentsTest {
  private static final Optional<Duration> DELAY = Optional.of(Duration.ofMillis(10));
  private static final long ALL = Long.MAX_VALUE;

  @Test
  void aLabelFollowsItsPaymentInEventTimeOrder() {
    assertThat(events(DELAY, Span.always(), ALL, 0, 5, 12, 30))
        .containsExactly(
            "pay 0 at 0",
            "pay 1 at 5",
            "label 0 at 10",
            "pay 2 at 12",
            "label 1 at 15",
            "label 2 at 22",
            "pay 3 at 30");
  }

  @Test
  void atTheSameMomentTheLabelComesFirst() {
    assertThat(events(DELAY, Span.always(), ALL, 0, 10))
        .containsExactly("pay 0 at 0", "label 0 at 10", "pay 1 at 10");
  }

  @Test
  void labelsOfEarlierPaymentsThatFallIntoTheSpanAreThere() {
    assertThat(events(DELAY, new Span(100, 200), ALL, 80, 89, 90, 95, 100, 150))
        .containsExactly(
            "label 2 at 100", "pay 4 at 100", "label 3 at 105", "label 4 at 110", "pay 5 at 150");
  }

  @Test
  void theSpanEndsForPaymentsAndLabels() {
    assertThat(events(DELAY, new Span(0, 20), ALL, 0, 9, 15, 20, 21))
        .containsExactly(
            "pay 0 at 0", "pay 1 at 9", "label 0 at 10", "pay 2 at 15", "label 1 at 19");
  }

  @Test
  void twoSpansInARowHoldTheSameAsOneOverBoth() {
    long[] times = {0, 3, 8, 13, 17, 19, 20, 26, 31, 39, 41};
    List<String> inTwo = new ArrayList<>(events(DELAY, new Span(0, 20), ALL, times));
    inTwo.addAll(events(DELAY, new Span(20, 40), ALL, times));
    assertThat(inTwo).isEqualTo(events(DELAY, new Span(0, 40), ALL, times)).hasSize(17);
  }

  @Test
  void aCountEndsTheRunWithTheLastPayment() {
    assertThat(events(DELAY, Span.always(), 2, 0, 12, 30))
        .containsExactly("pay 0 at 0", "label 0 at 10", "pay 1 at 12");
  }

  @Test
  void labelsCanBeLeftOut() {
    assertThat(events(Optional.empty(), Span.always(), ALL, 0, 50))
        .containsExactly("pay 0 at 0", "pay 1 at 50");
  }

  @Test
  void anEmptySpanHasNothing() {
    assertThat(events(DELAY, new Span(500, 600), ALL, 0, 50)).isEmpty();
  }

  @Test
  void aSyntheticStreamIsOrderedToo() {
    LabelledPayments events =
        new LabelledPayments(
            new SyntheticPayments(
                1, new WorldSize(500, 1_000), LocalDate.of(2026, 1, 1), OptionalDouble.empty()),
            Optional.of(Duration.ofDays(7)),
            Span.always(),
            20_000);
    long labels = 0;
    long last = Long.MIN_VALUE;
    while (events.hasNext()) {
      PaymentEvent event = events.next();
      assertThat(event.eventTime()).isGreaterThanOrEqualTo(last);
      last = event.eventTime();
      if (event instanceof PaymentEvent.Labelled labelled) {
        assertThat(labelled.eventTime())
            .isEqualTo(labelled.payment().eventTime() + Duration.ofDays(7).toMillis());
        assertThat(labelled.payment().number()).isEqualTo(labels++);
      }
    }
    // 20 days, of which the last 7 have no labels yet.
    assertThat(labels).isBetween(11_000L, 15_000L);
  }

  private static List<String> events(
      Optional<Duration> delay, Span span, long limit, long... times) {
    List<String> events = new ArrayList<>();
    new LabelledPayments(PaymentsInMemory.at(times), delay, span, limit)
        .forEachRemaining(event -> events.add(describe(event)));
    return events;
  }

  private static String describe(PaymentEvent event) {
    return event instanceof PaymentEvent.Labelled labelled
        ? "label %d at %d".formatted(labelled.payment().number(), labelled.eventTime())
        : "pay %d at %d"
            .formatted(((PaymentEvent.Paid) event).payment().number(), event.eventTime());
  }
}
