package dev.millrace.fraud.benchmarks;

import dev.millrace.fraud.domain.Calibration;
import dev.millrace.fraud.domain.Drift;
import dev.millrace.fraud.domain.DriftReference;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.GradientBoostedScorer;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.Score;
import dev.millrace.fraud.domain.TreeEnsemble;
import dev.millrace.frauddesk.BoosterTrees;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Scores payments one by one by the same trees in several ways. The payments are made up: each
 * takes another path through the trees, which is the worst case for the processor's predictions.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScorerBenchmark {
  static final int TREES = 100;
  static final int DEPTH = 6;

  private static final int TRAINING_ROWS = 20_000;
  private static final int PAYMENTS = 4_096;
  private static final int BINS = 20;
  private static final double TOLERANCE = 1e-5;
  private static final List<Feature> FEATURES = List.of(Feature.values());

  private final Features[] payments = new Features[PAYMENTS];
  private final float[][] rows = new float[PAYMENTS][];
  private Booster booster;
  private TreeEnsemble trees;
  private GradientBoostedScorer scorer;
  private GradientBoostedScorer explainingScorer;
  private Drift drift;
  private int nodes;
  private int next;

  /**
   * Trains, and checks that all ways lead to the same number.
   *
   * @throws IllegalStateException if they do not
   */
  @Setup
  public void prepare() throws XGBoostError {
    SplittableRandom random = new SplittableRandom(1);
    booster = trained(random);
    BoosterTrees learned = BoosterTrees.of(booster);
    nodes = learned.trees().stream().mapToInt(tree -> tree.nodes()).sum();
    trees = TreeEnsemble.of(FEATURES, learned.trees(), learned.baseMargin());
    Calibration none = new Calibration(1, 0);
    scorer = new GradientBoostedScorer("measured", trees, none, 1);
    explainingScorer = new GradientBoostedScorer("measured", trees, none, 0);
    drift = new Drift(reference());
    for (int i = 0; i < PAYMENTS; i++) {
      payments[i] = figures(random);
      rows[i] = row(payments[i]);
    }
    for (int i = 0; i < PAYMENTS; i++) {
      double margin = trees.margin(payments[i]);
      double probability = 1 / (1 + Math.exp(-margin));
      requireSame(i, "xgboost, matrix", probability, xgboostMatrix(rows[i]));
      requireSame(i, "xgboost, in place", probability, xgboostInPlace(rows[i]));
      requireSame(i, "scorer", probability, scorer.score(payments[i]).value());
    }
  }

  private static void requireSame(int payment, String way, double walked, double other) {
    if (Math.abs(walked - other) > TOLERANCE) {
      throw new IllegalStateException(
          "%s must score payment %d as the tree walker does, %s, got %s"
              .formatted(way, payment, walked, other));
    }
  }

  @Benchmark
  public double walker() {
    return trees.margin(payments[following()]);
  }

  @Benchmark
  public Score scorer() {
    return scorer.score(payments[following()]);
  }

  @Benchmark
  public Score scorerWithReasons() {
    return explainingScorer.score(payments[following()]);
  }

  @Benchmark
  public float xgboostInPlace() throws XGBoostError {
    return xgboostInPlace(row(payments[following()]));
  }

  @Benchmark
  public float xgboostMatrix() throws XGBoostError {
    return xgboostMatrix(row(payments[following()]));
  }

  @Benchmark
  public void drift() {
    int at = following();
    drift.add(payments[at], at / (double) PAYMENTS);
  }

  /** Nodes of all trees: full ones have 127 each. */
  int nodes() {
    return nodes;
  }

  private int following() {
    next = (next + 1) % PAYMENTS;
    return next;
  }

  private float xgboostInPlace(float[] row) throws XGBoostError {
    return booster.inplace_predict(row, 1, row.length, Float.NaN)[0][0];
  }

  private float xgboostMatrix(float[] row) throws XGBoostError {
    DMatrix matrix = new DMatrix(row, 1, row.length, Float.NaN);
    try {
      return booster.predict(matrix)[0][0];
    } finally {
      matrix.dispose();
    }
  }

  private static Booster trained(SplittableRandom random) throws XGBoostError {
    float[] values = new float[TRAINING_ROWS * FEATURES.size()];
    float[] labels = new float[TRAINING_ROWS];
    for (int i = 0; i < TRAINING_ROWS; i++) {
      Features figures = figures(random);
      System.arraycopy(row(figures), 0, values, i * FEATURES.size(), FEATURES.size());
      labels[i] = fraud(figures, random) ? 1 : 0;
    }
    DMatrix matrix = new DMatrix(values, TRAINING_ROWS, FEATURES.size(), Float.NaN);
    matrix.setLabel(labels);
    try {
      return XGBoost.train(
          matrix,
          Map.of(
              "objective",
              "binary:logistic",
              "tree_method",
              "hist",
              "max_depth",
              DEPTH,
              "base_score",
              0.1,
              "nthread",
              1,
              "verbosity",
              0),
          TREES,
          Map.of(),
          null,
          null);
    } finally {
      matrix.dispose();
    }
  }

  private static Features figures(SplittableRandom random) {
    Features figures = Features.none();
    for (Feature feature : FEATURES) {
      figures.set(feature, random.nextInt(8) == 0 ? Features.UNKNOWN : random.nextDouble());
    }
    return figures;
  }

  /** A few figures say much, and leave enough to chance that trees grow to their depth. */
  private static boolean fraud(Features figures, SplittableRandom random) {
    double risk = figures.of(Feature.AMOUNT_MINOR) + figures.of(Feature.TERMINAL_FRAUD_RATE_7D);
    return random.nextDouble() < Math.pow(Math.max(0, risk / 2), 3);
  }

  private static float[] row(Features figures) {
    float[] row = new float[FEATURES.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) figures.values()[i];
    }
    return row;
  }

  /** As many bins as a trained model has. */
  private static DriftReference reference() {
    double[] edges = new double[BINS - 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (i + 1.0) / BINS;
    }
    double[] shares = new double[BINS];
    Arrays.fill(shares, 1.0 / BINS);
    Histogram even = new Histogram(edges, shares);
    Map<Feature, Histogram> features = new EnumMap<>(Feature.class);
    FEATURES.forEach(feature -> features.put(feature, even));
    return new DriftReference(features, even);
  }
}
