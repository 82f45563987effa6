package dev.millrace.fraud.operator;

import dev.millrace.fraud.domain.Drift;
import dev.millrace.fraud.domain.DriftReference;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import java.util.Optional;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The {@link Drift} from the champion of the moment as metrics of a subtask. NaN, which fires no
 * alert, while it is not known: at the start, after a change of the champion, and while there is
 * none. Not part of the state: a restart counts anew.
 */
final class DriftGauges {
  private volatile Drift drift;

  DriftGauges(MetricGroup metrics) {
    metrics.<Double, Gauge<Double>>gauge(FraudMetrics.SCORE_PSI, this::ofScore);
    for (Feature feature : Feature.values()) {
      metrics
          .addGroup("feature", feature.key())
          .<Double, Gauge<Double>>gauge(FraudMetrics.FEATURE_PSI, () -> of(feature));
    }
  }

  /** Forgets what was counted if it was not from this champion. */
  void follow(Optional<DriftReference> champion) {
    Drift current = drift;
    if (current != null && champion.filter(current::isFrom).isEmpty()) {
      drift = null;
    }
  }

  /** Counts a payment that the champion scored. */
  void count(DriftReference champion, Features features, double score) {
    Drift current = drift;
    if (current == null || !current.isFrom(champion)) {
      current = new Drift(champion);
      drift = current;
    }
    current.add(features, score);
  }

  private double ofScore() {
    Drift current = drift;
    return current == null ? Double.NaN : current.ofScore();
  }

  private double of(Feature feature) {
    Drift current = drift;
    return current == null ? Double.NaN : current.of(feature);
  }
}
