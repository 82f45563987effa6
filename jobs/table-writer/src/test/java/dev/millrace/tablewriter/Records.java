package dev.millrace.tablewriter;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records for tests. */
final class Records {
  static final Instant TIME = Instant.parse("2026-03-04T12:00:00.123Z");

  private Records() {}

  static FraudDecision.Builder decision(String id) {
    return FraudDecision.newBuilder()
        .setTransactionId(id)
        .setCardId("card-1")
        .setTerminalId("terminal-1")
        .setAmountMinor(1_234)
        .setCurrency("EUR")
        .setEventTime(TIME)
        .setOutcome(Outcome.REVIEW)
        .setScore(0.625)
        .setReasonCodes(List.of("AMOUNT_HIGH", "a \"quoted\" \\ one, with a comma"))
        .setFeatures(new TreeMap<>(Map.of("amountMinor", 1234.0, "night", 0.0)))
        .setMerchantCategory("5411")
        .setScorer("transparent-1")
        .setSource(new Source("payments.transactions", 3, 42L));
  }

  static DeadLetter.Builder deadLetter(String id) {
    return DeadLetter.newBuilder()
        .setId(id)
        .setJob("fraud-scoring")
        .setStage(Stage.DECODE)
        .setReason("truncated")
        .setDetail("ends after 3 bytes: ü €")
        .setSource(new Source("payments.transactions", 1, 7L))
        .setRecordTime(TIME)
        .setKey(null)
        .setValue(ByteBuffer.wrap(new byte[] {0, 1, -1}))
        .setHeaders(
            List.of(
                new Header("trace", ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8))),
                new Header("empty", null)));
  }
}
