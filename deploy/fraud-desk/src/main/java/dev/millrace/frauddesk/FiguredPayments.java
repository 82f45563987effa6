package dev.millrace.frauddesk;

import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.payments.FraudDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Payments in the order of time, with the figures that the job decided them by. Figures are kept as
 * float, which is what trees compare.
 */
final class FiguredPayments {
  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  private record One(long time, String card, boolean fraud, float[] figures) {}

  private final List<One> payments = new ArrayList<>();

  /** Adds a payment that is not older than the one before. */
  void add(KnownPayment payment, FraudDecision decision) {
    Feature[] features = Feature.values();
    float[] figures = new float[features.length];
    for (int i = 0; i < features.length; i++) {
      figures[i] = decision.getFeatures().get(features[i].key()).floatValue();
    }
    add(payment.time(), payment.payment().getCardId(), payment.fraud(), figures);
  }

  /**
   * Adds a payment that is not older than the one before.
   *
   * @param figures in the order of the features
   */
  void add(Instant time, String card, boolean fraud, float[] figures) {
    payments.add(new One(time.toEpochMilli(), card, fraud, figures));
  }

  /** Place of the first payment that was not made before a time. */
  int from(Instant time) {
    long millis = time.toEpochMilli();
    int low = 0;
    int high = payments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (payments.get(middle).time < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Time of the last payment; empty if there is none. */
  Optional<Instant> last() {
    return payments.isEmpty() ? Optional.empty() : Optional.of(time(payments.size() - 1));
  }

  Instant time(int at) {
    return Instant.ofEpochMilli(payments.get(at).time);
  }

  String card(int at) {
    return payments.get(at).card;
  }

  boolean isFraud(int at) {
    return payments.get(at).fraud;
  }

  Features features(int at) {
    float[] figures = payments.get(at).figures;
    double[] values = new double[figures.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = figures[i];
    }
    return new Features(values);
  }
}
