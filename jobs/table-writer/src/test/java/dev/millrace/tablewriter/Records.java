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
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.shop.RecommendationReason;
import dev.millrace.shop.RecommendedItem;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import dev.millrace.supply.ActionKind;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.NotificationKind;
import dev.millrace.supply.NotifiedAlert;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SubjectType;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  static Recommendation.Builder recommendation(String session, long version) {
    return Recommendation.newBuilder()
        .setSessionId(session)
        .setVersion(version)
        .setInteractionId(session + "-" + version)
        .setEventTime(TIME)
        .setCustomerId("customer-1")
        .setItems(
            List.of(
                new RecommendedItem("item-2", 0.75, RecommendationReason.VIEWED_TOGETHER, "item-1"),
                new RecommendedItem("item-3", 0.25, RecommendationReason.TRENDING, null)))
        .setVariant("baseline")
        .setModelVersion("neighbours-1")
        .setSource(new Source("shop.interactions", 3, 42L));
  }

  static RecommendationOutcome.Builder outcome(String interaction) {
    return RecommendationOutcome.newBuilder()
        .setInteractionId(interaction)
        .setSessionId("s-1")
        .setRecommendationVersion(5)
        .setSlot(0)
        .setItemId("item-2")
        .setCategory("kettles")
        .setKind(InteractionKind.CART)
        .setEventTime(TIME)
        .setVariant("baseline")
        .setSource(new Source("shop.interactions", 3, 43L));
  }

  /** With all that an alert may say. */
  static SupplyAlert.Builder alert(String id, long version) {
    return bareAlert(id, version)
        .setState(AlertState.SUPPRESSED)
        .setChange(AlertChange.SUPPRESSED)
        .setResolvedAt(TIME.plus(Duration.ofHours(1)))
        .setSnoozedUntil(TIME.plus(Duration.ofHours(2)))
        .setImpactAt(TIME.plus(Duration.ofHours(3)))
        .setParentId("port-1")
        .setSuppressedChildren(3)
        .setValueAtRiskMinor(2_500_000L)
        .setCurrency("EUR")
        .setOrderIds(List.of("o-1", "o-2"))
        .setEvidence(Map.of("lateHours", 2.0))
        .setAction(
            new RecommendedAction(
                ActionKind.TRANSFER, "lane-2", 12L, 60_000L, 2_400_000L, 36.5, "12 h short."))
        .setActedBy("analyst@example.com")
        .setSource(new Source("supply.shipment-milestones", 3, 44L));
  }

  /** With no more than an alert must say. */
  static SupplyAlert.Builder bareAlert(String id, long version) {
    return SupplyAlert.newBuilder()
        .setAlertId(id)
        .setVersion(version)
        .setKind(AlertKind.MISSED_MILESTONE)
        .setSubjectType(SubjectType.SHIPMENT)
        .setSubjectId("shipment-1")
        .setState(AlertState.OPEN)
        .setChange(AlertChange.OPENED)
        .setSeverity(Severity.HIGH)
        .setEscalation(1)
        .setOwner("inbound-eu")
        .setSince(TIME.minus(Duration.ofHours(1)))
        .setOpenedAt(TIME.minus(Duration.ofMinutes(30)))
        .setEventTime(TIME)
        .setSummary("Shipment shipment-1 has not arrived.");
  }

  static SupplyNotification.Builder notification(String id) {
    return SupplyNotification.newBuilder()
        .setNotificationId(id)
        .setOwner("inbound-eu")
        .setKind(NotificationKind.DIGEST)
        .setEventTime(TIME)
        .setSeverity(Severity.CRITICAL)
        .setAlerts(
            List.of(
                new NotifiedAlert(
                    "a-1", 1L, "Shipment shipment-1 has not arrived.", AlertChange.OPENED)))
        .setHeldBack(7);
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
