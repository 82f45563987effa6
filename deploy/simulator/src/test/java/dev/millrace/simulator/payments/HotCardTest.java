package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HotCardTest {
  private static final WorldSize SIZE = new WorldSize(1_000, 2_000);

  @Test
  void makesTheShareOfPaymentsWithOneCardAndChangesNothingElse() {
    List<Payment> cold = first(10_000, world());
    List<Payment> hot = first(10_000, new HotCard(world(), 0.5, 7));
    assertThat(hot.stream().filter(payment -> payment.card() == 0).count())
        .isBetween(4_700L, 5_300L);
    assertThat(hot.stream().map(Payment::number))
        .containsExactlyElementsOf(cold.stream().map(Payment::number).toList());
    assertThat(hot.stream().map(Payment::eventTime))
        .containsExactlyElementsOf(cold.stream().map(Payment::eventTime).toList());
  }

  @Test
  void repeatsItselfFromTheSeed() {
    assertThat(first(1_000, new HotCard(world(), 0.3, 7)))
        .isEqualTo(first(1_000, new HotCard(world(), 0.3, 7)));
  }

  private static PaymentStream world() {
    return new SyntheticPayments(7, SIZE, LocalDate.of(2026, 1, 1), OptionalDouble.empty());
  }

  private static List<Payment> first(int count, PaymentStream payments) {
    return Stream.generate(payments::next).limit(count).toList();
  }
}
