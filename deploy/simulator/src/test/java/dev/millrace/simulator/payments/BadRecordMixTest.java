package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BadRecordMixTest {

  @Test
  void mixesInTheWantedNumberOfEachKindInTurn() {
    List<PaymentEvent.Malformed> bad = malformed(mix(1_000, 25, 20, 1));
    List<BadRecordKind> kinds = List.of(BadRecordKind.values());
    assertThat(bad).hasSize(25);
    for (int i = 0; i < bad.size(); i++) {
      assertThat(bad.get(i).kind()).isEqualTo(kinds.get(i % kinds.size()));
      assertThat(bad.get(i).number()).isEqualTo(i);
    }
  }

  @Test
  void leavesThePaymentsAsTheyAre() {
    assertThat(mix(1_000, 25, 20, 1))
        .filteredOn(event -> event instanceof PaymentEvent.Paid)
        .isEqualTo(payments(1_000));
  }

  @Test
  void thePlacesComeFromTheSeed() {
    assertThat(mix(1_000, 25, 20, 1))
        .isEqualTo(mix(1_000, 25, 20, 1))
        .isNotEqualTo(mix(1_000, 25, 20, 2));
  }

  @Test
  void whatDoesNotFitInBetweenFollows() {
    assertThat(malformed(mix(3, 25, 20, 1))).hasSize(25);
  }

  @Test
  void noPaymentsNoBadRecords() {
    assertThat(mix(0, 25, 20, 1)).isEmpty();
  }

  private static List<PaymentEvent> mix(int payments, long bad, int gap, long seed) {
    List<PaymentEvent> mixed = new ArrayList<>();
    new BadRecordMix(payments(payments).iterator(), bad, gap, seed).forEachRemaining(mixed::add);
    return mixed;
  }

  private static List<PaymentEvent> payments(int count) {
    return LongStream.range(0, count)
        .<PaymentEvent>mapToObj(i -> new PaymentEvent.Paid(PaymentsInMemory.payment(i, i)))
        .toList();
  }

  private static List<PaymentEvent.Malformed> malformed(List<PaymentEvent> events) {
    return events.stream()
        .filter(event -> event instanceof PaymentEvent.Malformed)
        .map(event -> (PaymentEvent.Malformed) event)
        .toList();
  }
}
