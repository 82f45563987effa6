package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.EntryMode;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HotTerminalTest {
  private static final WorldSize SIZE = new WorldSize(1_000, 2_000);

  @Test
  void makesTheShareOfPaymentsAtOneOnlineMerchantAndChangesNothingElse() {
    List<Payment> cold = first(10_000, world());
    List<Payment> hot = first(10_000, new HotTerminal(world(), 0.2, 7));
    List<Payment> there = hot.stream().filter(payment -> payment.terminal() == 5).toList();
    assertThat(there).hasSizeBetween(1_900, 2_150);
    assertThat(there)
        .allMatch(payment -> world().surroundings().of(payment).entryMode() == EntryMode.ONLINE);
    for (int i = 0; i < cold.size(); i++) {
      Payment elsewhere = cold.get(i);
      assertThat(hot.get(i))
          .usingRecursiveComparison()
          .ignoringFields("terminal")
          .isEqualTo(elsewhere);
    }
  }

  @Test
  void repeatsItselfFromTheSeed() {
    assertThat(first(1_000, new HotTerminal(world(), 0.3, 7)))
        .isEqualTo(first(1_000, new HotTerminal(world(), 0.3, 7)));
  }

  private static SyntheticPayments world() {
    return new SyntheticPayments(7, SIZE, LocalDate.of(2026, 1, 1), OptionalDouble.empty());
  }

  private static List<Payment> first(int count, PaymentStream payments) {
    return Stream.generate(payments::next).limit(count).toList();
  }
}
