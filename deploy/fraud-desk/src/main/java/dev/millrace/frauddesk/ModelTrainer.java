package dev.millrace.frauddesk;

import dev.millrace.fraud.domain.Calibration;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.Tree;
import dev.millrace.fraud.model.ModelFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains a model by XGBoost. Trees are trained twice: first without the newest payments, for the
 * calibration and the metrics, which need payments that the trees have not seen; then on all of
 * them, because fraud changes and the newest payments teach most. The second trees take the
 * calibration of the first.
 *
 * <p>The same rows, seed and number of threads give the same model, byte for byte.
 */
public final class ModelTrainer {
  private static final int BINS = 10;

  private ModelTrainer() {}

  /**
   * Trains a model.
   *
   * @param version name that the model gets
   * @throws IllegalArgumentException if the set is too small or holds no fraud, in the newest part
   *     or before it
   */
  public static ModelFile train(String version, TrainingSet set, TrainingOptions options) {
    int split = set.rows() - (int) Math.round(set.rows() * options.validationShare());
    requireBoth("older payments, which trees are trained on", set, 0, split);
    requireBoth("newest payments, which calibrate", set, split, set.rows());
    try {
      return train(version, set, split, options);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot train: " + e.getMessage(), e);
    }
  }

  private static void requireBoth(String which, TrainingSet set, int from, int to) {
    int frauds = set.frauds(from, to);
    if (frauds == 0 || frauds == to - from) {
      throw new IllegalArgumentException(
          "%s must be fraud and legitimate ones, got %d frauds of %d"
              .formatted(which, frauds, to - from));
    }
  }

  private static ModelFile train(
      String version, TrainingSet set, int split, TrainingOptions options) throws XGBoostError {
    List<Booster> first = boosters(set, 0, split, options);
    double[] margins = margins(first, set, split, set.rows());
    first.forEach(Booster::dispose);
    boolean[] fraud = new boolean[margins.length];
    for (int row = 0; row < fraud.length; row++) {
      fraud[row] = set.isFraud(split + row);
    }
    Calibration calibration = PlattScaling.fit(margins, fraud);
    double[] scores = Arrays.stream(margins).map(calibration::probability).toArray();

    List<Booster> second = boosters(set, 0, set.rows(), options);
    BoosterTrees trees = averaged(second);
    second.forEach(Booster::dispose);
    return new ModelFile(
        version,
        set.features(),
        trees.baseMargin(),
        trees.trees(),
        calibration,
        new ModelFile.Training(
            set.time(0),
            set.time(set.rows() - 1),
            set.rows(),
            set.frauds(0, set.rows()),
            parameters(set, options)),
        validation(set, split, scores, fraud, options),
        reference(set, scores));
  }

  private static Map<String, String> parameters(TrainingSet set, TrainingOptions options) {
    Map<String, String> parameters = new HashMap<>(options.parameters());
    parameters.putAll(set.settings());
    return parameters;
  }

  private static List<Booster> boosters(TrainingSet set, int from, int to, TrainingOptions options)
      throws XGBoostError {
    DMatrix rows = matrix(set, from, to);
    rows.setLabel(set.labels(from, to));
    double rate = (double) set.frauds(from, to) / (to - from);
    List<Booster> boosters = new ArrayList<>();
    for (int ensemble = 0; ensemble < options.ensembles(); ensemble++) {
      boosters.add(
          XGBoost.train(
              rows,
              parameters(options, options.seed() + ensemble, rate),
              options.trees(),
              Map.of(),
              null,
              null));
    }
    rows.dispose();
    return boosters;
  }

  static DMatrix matrix(TrainingSet set, int from, int to) throws XGBoostError {
    return new DMatrix(set.values(from, to), to - from, set.features().size(), Float.NaN);
  }

  private static Map<String, Object> parameters(TrainingOptions options, int seed, double rate) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("tree_method", "hist");
    parameters.put("max_depth", options.depth());
    parameters.put("eta", options.learningRate());
    parameters.put("min_child_weight", options.minChildWeight());
    parameters.put("lambda", options.lambda());
    parameters.put("subsample", options.rowShare());
    parameters.put("colsample_bytree", options.featureShare());
    parameters.put("base_score", rate);
    parameters.put("seed", seed);
    parameters.put("nthread", options.threads());
    parameters.put("verbosity", 0);
    return parameters;
  }

  private static double[] margins(List<Booster> boosters, TrainingSet set, int from, int to)
      throws XGBoostError {
    DMatrix rows = matrix(set, from, to);
    double[] margins = new double[to - from];
    for (Booster booster : boosters) {
      float[][] predicted = booster.predict(rows, true);
      for (int row = 0; row < margins.length; row++) {
        margins[row] += (double) predicted[row][0] / boosters.size();
      }
    }
    rows.dispose();
    return margins;
  }

  /** One set of trees whose margin is the mean of the boosters' margins. */
  private static BoosterTrees averaged(List<Booster> boosters) throws XGBoostError {
    List<Tree> trees = new ArrayList<>();
    float baseMargin = 0;
    for (Booster booster : boosters) {
      BoosterTrees one = BoosterTrees.of(booster);
      baseMargin = one.baseMargin();
      one.trees().forEach(tree -> trees.add(shrunk(tree, boosters.size())));
    }
    return new BoosterTrees(baseMargin, trees);
  }

  private static Tree shrunk(Tree tree, int by) {
    float[] value = tree.value().clone();
    float[] mean = tree.mean().clone();
    for (int node = 0; node < tree.nodes(); node++) {
      mean[node] /= by;
      if (tree.child()[node] == 0) {
        value[node] /= by;
      }
    }
    return new Tree(tree.feature(), tree.child(), value, mean);
  }

  private static ModelFile.Validation validation(
      TrainingSet set, int split, double[] scores, boolean[] fraud, TrainingOptions options) {
    Ranking ranking = Ranking.of(scores, fraud);
    return new ModelFile.Validation(
        set.time(split),
        set.time(set.rows() - 1),
        scores.length,
        set.frauds(split, set.rows()),
        ranking.auc(),
        ranking.averagePrecision(),
        atThreshold(scores, fraud, options.reviewFrom()),
        atThreshold(scores, fraud, options.declineFrom()));
  }

  private static ModelFile.AtThreshold atThreshold(
      double[] scores, boolean[] fraud, double threshold) {
    long alerts = 0;
    long caught = 0;
    long frauds = 0;
    for (int row = 0; row < scores.length; row++) {
      frauds += fraud[row] ? 1 : 0;
      if (scores[row] >= threshold) {
        alerts++;
        caught += fraud[row] ? 1 : 0;
      }
    }
    return new ModelFile.AtThreshold(
        threshold,
        (double) alerts / scores.length,
        alerts == 0 ? 0 : (double) caught / alerts,
        (double) caught / frauds);
  }

  private static ModelFile.Reference reference(TrainingSet set, double[] scores) {
    Map<Feature, Histogram> features = new EnumMap<>(Feature.class);
    for (int column = 0; column < set.features().size(); column++) {
      int at = column;
      features.put(set.features().get(column), histogram(set.rows(), row -> set.value(row, at)));
    }
    return new ModelFile.Reference(features, histogram(scores.length, row -> scores[row]));
  }

  /**
   * Bins of about equal shares; fewer where many values are one. Where that is the lowest one, as
   * of figures that are 0 for nearly all payments, what lies above it is apart from it, however
   * little that is.
   */
  private static Histogram histogram(int rows, IntToDoubleFunction value) {
    double[] sorted = IntStream.range(0, rows).mapToDouble(value).sorted().toArray();
    double[] deciles =
        IntStream.range(1, BINS)
            .mapToDouble(bin -> sorted[(int) ((long) bin * rows / BINS)])
            .toArray();
    DoubleStream aboveTheLowest =
        Arrays.stream(sorted).filter(one -> one > sorted[0]).limit(deciles[0] == sorted[0] ? 1 : 0);
    double[] edges =
        DoubleStream.concat(aboveTheLowest, Arrays.stream(deciles))
            // The lowest value as an edge would leave the bin below it empty for ever.
            .filter(edge -> edge > sorted[0])
            .distinct()
            .toArray();
    long[] counts = new long[edges.length + 1];
    double[] none = new double[edges.length + 1];
    none[0] = 1;
    Histogram empty = new Histogram(edges, none);
    DoubleStream.of(sorted).forEach(one -> counts[empty.bin(one)]++);
    return new Histogram(
        edges, Arrays.stream(counts).mapToDouble(count -> (double) count / rows).toArray());
  }
}
