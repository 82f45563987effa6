package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.fraud.domain.CardActivity;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.History;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.fraud.domain.ScoringCurrency;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Transaction;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that come with the job are rules that the job takes. */
class SampleRulesTest {
  private static final Path FOLDER = Path.of("../../jobs/fraud-scoring/rules");
  private static final Instant NOW = Instant.parse("2026-03-04T02:00:00Z");

  static {
    TrustedRecords.trust();
  }

  @Test
  void areValid() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            file -> assertThat(RuleFile.read(file, Rules.ofTheJob(), NOW).complaints()).isEmpty());
  }

  @Test
  void smallAmountsAreSmallInWhateverCurrency() throws Exception {
    // 0.78 EUR.
    assertThat(holds("card-testing", 10, 300_00, 300_00)).isTrue();
    assertThat(holds("card-testing", 9, 300_00, 300_00)).isFalse();
    assertThat(holds("card-testing", 10, 300_00, 2_000_00)).isFalse();
  }

  @Test
  void highAmountsAreHighInWhateverCurrency() throws Exception {
    // 260.00 and 0.65 EUR.
    assertThat(holds("high-amount-night", 7, 30_00, 100_000_00)).isTrue();
    assertThat(holds("high-amount-night", 7, 30_00, 250_00)).isFalse();
  }

  /** Whether a rule holds for the last of some payments within a minute of a night, in forints. */
  private static boolean holds(String rule, int payments, long before, long last)
      throws InvalidConditionException {
    ScoringCurrency euro = new ScoringCurrency("EUR", Map.of("HUF", new BigDecimal("0.0026")));
    History card = History.EMPTY;
    for (int i = 1; i < payments; i++) {
      card = CardActivity.remember(card, euro.in(payment(i, before)).orElseThrow());
    }
    Transaction payment = payment(payments, last);
    Transaction inEuro = euro.in(payment).orElseThrow();
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, inEuro.getAmountMinor());
    features.set(Feature.NIGHT, true);
    CardActivity.at(card, inEuro).into(features);
    FraudRule sample =
        RuleFile.read(FOLDER.resolve(rule + ".yaml"), Rules.ofTheJob(), NOW).rule().orElseThrow();
    return new CelConditions().compile(sample.getCondition()).holds(payment, features);
  }

  private static Transaction payment(int second, long amountMinor) {
    return Transaction.newBuilder()
        .setTransactionId("p" + second)
        .setCardId("card-1")
        .setTerminalId("terminal-1")
        .setAmountMinor(amountMinor)
        .setCurrency("HUF")
        .setEventTime(NOW.plusSeconds(second))
        .build();
  }
}
