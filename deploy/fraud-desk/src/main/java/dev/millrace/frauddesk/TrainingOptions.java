package dev.millrace.frauddesk;

import java.util.Map;

/**
 * How trees are trained.
 *
 * @param trees trees in one ensemble
 * @param depth comparisons from a root to a leaf, at most
 * @param learningRate how much of what is left to explain one tree may explain, above 0 to 1
 * @param minChildWeight least weight of the rows in a leaf (sum of p(1-p))
 * @param lambda how strongly leaves are drawn to 0
 * @param rowShare share of the rows that one tree sees, above 0 to 1
 * @param featureShare share of the figures that one tree sees, above 0 to 1
 * @param ensembles how many ensembles of different seeds are averaged into one model
 * @param validationShare share of the rows, the newest, that calibration and metrics come from
 * @param seed the same rows, seed and threads give the same model
 * @param threads threads that train
 * @param reviewFrom score for which the metrics say what reviewing from it on would mean, 0 to 1
 * @param declineFrom the same for declining
 */
public record TrainingOptions(
    int trees,
    int depth,
    double learningRate,
    double minChildWeight,
    double lambda,
    double rowShare,
    double featureShare,
    int ensembles,
    double validationShare,
    int seed,
    int threads,
    double reviewFrom,
    double declineFrom) {

  /** What {@code scripts/train-fraud-model} uses unless it is told otherwise. */
  public static final TrainingOptions DEFAULT =
      new TrainingOptions(100, 6, 0.1, 1, 1, 0.8, 0.8, 1, 0.2, 1, 2, 0.5, 0.9);

  /**
   * @throws IllegalArgumentException naming the setting, the rule and the value
   */
  public TrainingOptions {
    require(trees >= 1 && trees <= 10_000, "trees", "1 to 10000", trees);
    require(depth >= 1 && depth <= 12, "depth", "1 to 12", depth);
    requireShare("learningRate", learningRate);
    require(minChildWeight >= 0, "minChildWeight", "at least 0", minChildWeight);
    require(lambda >= 0, "lambda", "at least 0", lambda);
    requireShare("rowShare", rowShare);
    requireShare("featureShare", featureShare);
    require(ensembles >= 1 && ensembles <= 100, "ensembles", "1 to 100", ensembles);
    require(
        validationShare > 0 && validationShare <= 0.5,
        "validationShare",
        "above 0 to 0.5",
        validationShare);
    require(threads >= 1, "threads", "at least 1", threads);
    require(
        reviewFrom >= 0 && reviewFrom <= declineFrom, "reviewFrom", "0 to declineFrom", reviewFrom);
    require(declineFrom <= 1, "declineFrom", "at most 1", declineFrom);
  }

  /** The same with another seed. */
  public TrainingOptions withSeed(int other) {
    return new TrainingOptions(
        trees,
        depth,
        learningRate,
        minChildWeight,
        lambda,
        rowShare,
        featureShare,
        ensembles,
        validationShare,
        other,
        threads,
        reviewFrom,
        declineFrom);
  }

  /** As a model file keeps them. */
  Map<String, String> parameters() {
    return Map.of(
        "trees", String.valueOf(trees),
        "depth", String.valueOf(depth),
        "learningRate", String.valueOf(learningRate),
        "minChildWeight", String.valueOf(minChildWeight),
        "lambda", String.valueOf(lambda),
        "rowShare", String.valueOf(rowShare),
        "featureShare", String.valueOf(featureShare),
        "ensembles", String.valueOf(ensembles),
        "seed", String.valueOf(seed),
        "threads", String.valueOf(threads));
  }

  private static void requireShare(String name, double share) {
    require(share > 0 && share <= 1, name, "above 0 to 1", share);
  }

  private static void require(boolean holds, String name, String rule, Object got) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, rule, got));
    }
  }
}
