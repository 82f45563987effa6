package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A decision, on its topic or in its table. Times in milliseconds since 1970.
 *
 * @param place where it is on its topic; null in the table
 * @param madeAt Kafka timestamp; 0 in the table
 * @param source the payment that caused it
 */
record Decision(
    Place place,
    long madeAt,
    String id,
    String card,
    String terminal,
    long amountMinor,
    String currency,
    long eventTime,
    String merchant,
    Place source,
    Map<String, Double> features,
    String outcome,
    double score,
    List<String> reasons,
    String scorer,
    Verdict verdict) {
  /** What the names of figures begin with that follow from the order between partitions. */
  private static final List<String> BETWEEN_PARTITIONS = List.of("terminal", "device");

  Decision {
    features = Figures.of(features);
  }

  /** Whether all is equal that follows from the order within one partition, as in every copy. */
  boolean sameWithinPartition(Decision other) {
    return id.equals(other.id)
        && card.equals(other.card)
        && terminal.equals(other.terminal)
        && amountMinor == other.amountMinor
        && currency.equals(other.currency)
        && eventTime == other.eventTime
        && merchant.equals(other.merchant)
        && source.equals(other.source)
        && Figures.of(features).sameBut(BETWEEN_PARTITIONS, Figures.of(other.features));
  }

  /** False only if the same model gave the same figures another score. */
  boolean scoredAlike(Decision other) {
    return !features.equals(other.features)
        || !scorer.equals(other.scorer)
        || !Objects.equals(verdict.fallback(), other.verdict.fallback())
        || Double.compare(score, other.score) == 0;
  }

  /**
   * Whether that is equal too which follows from the order between partitions, and from the rules
   * and models of the moment.
   */
  boolean sameContent(Decision other) {
    return sameWithinPartition(other)
        && features.equals(other.features)
        && outcome.equals(other.outcome)
        && Double.compare(score, other.score) == 0
        && reasons.equals(other.reasons)
        && scorer.equals(other.scorer)
        && verdict.equals(other.verdict);
  }
}
