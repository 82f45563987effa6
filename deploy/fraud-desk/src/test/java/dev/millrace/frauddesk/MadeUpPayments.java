package dev.millrace.frauddesk;

import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Payments with figures at random, of which amount and terminal say most about fraud. */
final class MadeUpPayments {
  static final Instant START = Instant.parse("2018-07-25T00:00:00Z");

  /** The handbook's fifteen: the same payments whatever figures are added. */
  static final List<Feature> FIGURES = List.of(Feature.values()).subList(0, 15);

  private final SplittableRandom random;

  MadeUpPayments(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Figures of many sizes; some without a value. */
  Features figures() {
    Features figures = Features.none();
    for (Feature feature : FIGURES) {
      figures.set(feature, random.nextInt(8) == 0 ? Features.UNKNOWN : random.nextDouble() * 1000);
    }
    figures.set(Feature.TERMINAL_FRAUD_RATE_7D, random.nextDouble());
    return figures;
  }

  boolean fraud(Features figures) {
    double risk =
        figures.of(Feature.AMOUNT_MINOR) / 1000 + figures.of(Feature.TERMINAL_FRAUD_RATE_7D);
    return random.nextDouble() < Math.pow(Math.max(0, risk / 2), 6);
  }

  TrainingSet set(int rows) {
    return set(rows, Map.of());
  }

  TrainingSet set(int rows, Map<String, String> settings) {
    TrainingSet set = new TrainingSet(FIGURES, settings);
    for (int row = 0; row < rows; row++) {
      Features figures = figures();
      set.add(figures, fraud(figures), START.plusSeconds(row));
    }
    return set;
  }
}
