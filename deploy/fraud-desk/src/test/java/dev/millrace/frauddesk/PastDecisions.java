package dev.millrace.frauddesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.Scorer;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.fraud.model.ModelFile;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.Authentication;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A decision that a model and a rule took part in, and what it was made with. */
final class PastDecisions {
  static final String CONDITION = "amount_minor > 20000 && authentication == 'NONE'";

  private static final Instant TIME = Instant.parse("2026-03-04T12:00:00.123Z");
  private static final ModelFile BUNDLED = ModelRecords.file(BundledModel.champion());

  static {
    TrustedRecords.trust();
  }

  private PastDecisions() {}

  /**
   * A model of this version.
   *
   * @param more what it adds to every margin: 0 for the model of the decision
   */
  static ModelFile model(String version, float more) {
    return new ModelFile(
        version,
        BUNDLED.features(),
        BUNDLED.baseMargin() + more,
        BUNDLED.trees(),
        BUNDLED.calibration(),
        BUNDLED.training(),
        BUNDLED.validation(),
        BUNDLED.reference());
  }

  static Scorer scorer(String version, float more) {
    return model(version, more).scorer(0);
  }

  static double score(Scorer scorer) {
    return scorer.score(features()).value();
  }

  /** Made by model gbt-1, watched by challenger gbt-2. */
  static FraudDecision.Builder decision(String id) {
    return FraudDecision.newBuilder()
        .setTransactionId(id)
        .setCardId("card-1")
        .setTerminalId("terminal-1")
        .setAmountMinor(25_000)
        .setCurrency("EUR")
        .setEventTime(TIME)
        .setOutcome(Outcome.REVIEW)
        .setScore(score(scorer("gbt-1", 0)))
        .setReasonCodes(List.of("LARGE_ONLINE", "AMOUNT_HIGH"))
        .setFeatures(features().byName())
        .setScorer("gbt-1")
        .setModelOutcome(Outcome.APPROVE)
        .setRules(List.of(hit(2)))
        .setChallengers(Map.of("gbt-2", score(scorer("gbt-2", 1))))
        .setSource(new Source("payments.transactions", 3, 42L));
  }

  static RuleHit hit(int version) {
    return new RuleHit("large-online", version, Outcome.REVIEW, "LARGE_ONLINE", RuleEffect.APPLIED);
  }

  /** The payment, with one field that its decision does not repeat. */
  static Transaction payment(String id) {
    return Transaction.newBuilder()
        .setTransactionId(id)
        .setCardId("card-1")
        .setTerminalId("terminal-1")
        .setAmountMinor(25_000)
        .setCurrency("EUR")
        .setEventTime(TIME)
        .setAuthentication(Authentication.NONE)
        .build();
  }

  private static Features features() {
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, 25_000);
    features.set(Feature.CARD_COUNT_30D, 7);
    features.set(Feature.CARD_TRAVEL_KM, Features.UNKNOWN);
    return features;
  }
}
