package dev.millrace.tablewriter;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.LabelCause;
import dev.millrace.payments.ModelRole;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
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
        .setModelOutcome(Outcome.APPROVE)
        .setRules(
            List.of(
                new RuleHit("card-testing", 2, Outcome.REVIEW, "CARD_TESTING", RuleEffect.APPLIED)))
        .setChallengers(Map.of("gbt-2", 0.25))
        .setSource(new Source("payments.transactions", 3, 42L));
  }

  static FraudLabel.Builder label(String transaction, Instant known, boolean fraud) {
    return FraudLabel.newBuilder()
        .setTransactionId(transaction)
        .setCardId("card-1")
        .setTerminalId("terminal-1")
        .setTransactionTime(TIME)
        .setFraud(fraud)
        .setEventTime(known)
        .setCause(fraud ? LabelCause.CHARGEBACK : LabelCause.INVESTIGATION);
  }

  static FraudRule.Builder rule(String id, int version) {
    return FraudRule.newBuilder()
        .setRuleId(id)
        .setVersion(version)
        .setState(RuleState.SHADOW)
        .setDescription("Many small payments.")
        .setCondition("cardCount1h > 5.0")
        .setOutcome(Outcome.DECLINE)
        .setReasonCode("CARD_TESTING")
        .setSnoozes(List.of(new Snooze("card-1", TIME)))
        .setAuthor("analyst@example.com")
        .setEventTime(TIME);
  }

  static FraudModel.Builder model(String version, long revision) {
    return FraudModel.newBuilder()
        .setModelVersion(version)
        .setRevision(revision)
        .setRole(ModelRole.CHALLENGER)
        .setContent(ByteBuffer.wrap(new byte[] {31, -117}))
        .setSha256("0".repeat(64))
        .setAuthor("analyst@example.com")
        .setEventTime(TIME);
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
