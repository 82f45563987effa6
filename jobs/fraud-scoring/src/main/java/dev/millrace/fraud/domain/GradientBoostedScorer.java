package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Scores payments by gradient-boosted trees: the score is the calibrated probability of fraud.
 *
 * <p>Reasons are given only for scores worth explaining, because they cost a second walk through
 * the trees and an array: most payments are not, and for them scoring allocates the {@link Score}
 * alone. They are the groups of figures that raise the margin most above that of a usual payment.
 *
 * @param version name of the model
 * @param explainFrom score from which reasons are given, 0 (always) to 1
 */
public record GradientBoostedScorer(
    String version, TreeEnsemble trees, Calibration calibration, double explainFrom)
    implements Scorer, Serializable {

  private static final int MOST_REASONS = 4;

  /** In log-odds: a reason that raises the odds of fraud by less than a fifth is none. */
  private static final double WORTH_NAMING = 0.2;

  private static final Feature[] FEATURES = Feature.values();
  private static final Reason[] REASONS = Reason.values();

  public GradientBoostedScorer {
    requireNonNull(version);
    requireNonNull(trees);
    requireNonNull(calibration);
  }

  @Override
  public Score score(Features features) {
    double probability = calibration.probability(trees.margin(features));
    return new Score(probability, probability >= explainFrom ? reasons(features) : List.of());
  }

  @SuppressWarnings("EnumOrdinal") // sums of one payment, by place
  private List<String> reasons(Features features) {
    double[] byFeature = new double[FEATURES.length];
    trees.addContributions(features, byFeature);
    double[] byReason = new double[REASONS.length];
    for (Feature feature : FEATURES) {
      byReason[Reason.of(feature).ordinal()] += calibration.slope() * byFeature[feature.ordinal()];
    }
    return Arrays.stream(REASONS)
        .filter(reason -> byReason[reason.ordinal()] >= WORTH_NAMING)
        .sorted(
            Comparator.comparingDouble((Reason reason) -> byReason[reason.ordinal()]).reversed())
        .limit(MOST_REASONS)
        .map(Reason::name)
        .toList();
  }
}
