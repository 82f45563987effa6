package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.Tree;
import dev.millrace.fraud.domain.TreeEnsemble;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

class BoosterTreesTest {
  private static final List<Feature> FEATURES = MadeUpPayments.FIGURES;
  private static final double TOLERANCE = 1e-6;

  @Test
  void walksAsXgboostDoes() throws XGBoostError {
    Booster booster = booster();
    BoosterTrees trees = BoosterTrees.of(booster);
    TreeEnsemble ensemble = TreeEnsemble.of(FEATURES, trees.trees(), trees.baseMargin());
    MadeUpPayments payments = new MadeUpPayments(2);
    SplittableRandom random = new SplittableRandom(3);
    TrainingSet rows = new TrainingSet(FEATURES);
    double[] walked = new double[5000];
    for (int row = 0; row < walked.length; row++) {
      Features figures = payments.figures();
      if (row % 2 == 0) {
        putOnThreshold(figures, trees.trees(), random);
      }
      rows.add(figures, false, MadeUpPayments.START);
      walked[row] = ensemble.margin(figures);
    }
    float[][] predicted = booster.predict(ModelTrainer.matrix(rows, 0, walked.length), true);
    for (int row = 0; row < walked.length; row++) {
      assertThat(walked[row]).as("row %d", row).isCloseTo(predicted[row][0], within(TOLERANCE));
    }
    assertThat(ensemble.trees()).isEqualTo(100);
  }

  /** A value as double just below, just above or on a threshold, where rounding decides. */
  private static void putOnThreshold(Features figures, List<Tree> trees, SplittableRandom random) {
    Tree tree = trees.get(random.nextInt(trees.size()));
    int node = random.nextInt(tree.nodes());
    if (tree.child()[node] > 0) {
      figures.set(
          FEATURES.get(tree.feature()[node]),
          tree.value()[node] * (1 + (random.nextInt(3) - 1) * 1e-9));
    }
  }

  @Test
  void contributionsAndTheExpectedMarginAreTheMargin() throws XGBoostError {
    BoosterTrees trees = BoosterTrees.of(booster());
    TreeEnsemble ensemble = TreeEnsemble.of(FEATURES, trees.trees(), trees.baseMargin());
    MadeUpPayments payments = new MadeUpPayments(4);
    for (int row = 0; row < 200; row++) {
      Features figures = payments.figures();
      double[] contributions = new double[FEATURES.size()];
      ensemble.addContributions(figures, contributions);
      double sum = ensemble.expected();
      for (double contribution : contributions) {
        sum += contribution;
      }
      assertThat(sum).isCloseTo(ensemble.margin(figures), within(1e-4));
    }
  }

  private static Booster booster() throws XGBoostError {
    TrainingSet set = new MadeUpPayments(1).set(4000);
    DMatrix rows = ModelTrainer.matrix(set, 0, set.rows());
    rows.setLabel(set.labels(0, set.rows()));
    return XGBoost.train(
        rows,
        Map.of(
            "objective",
            "binary:logistic",
            "tree_method",
            "hist",
            "max_depth",
            6,
            "base_score",
            0.03,
            "nthread",
            1,
            "verbosity",
            0),
        100,
        Map.of(),
        null,
        null);
  }
}
