package dev.millrace.frauddesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.fraud.domain.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * What XGBoost has learned, in the job's own form.
 *
 * @param baseMargin the margin of a row before the first tree
 */
public record BoosterTrees(float baseMargin, List<Tree> trees) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LEAF = -1;

  /** The trees of a booster that was trained with {@code binary:logistic} and no missing values. */
  public static BoosterTrees of(Booster booster) throws XGBoostError {
    JsonNode learner = parsed(booster.toByteArray("json")).path("learner");
    // "[2.5E-1]" since XGBoost 3.1, for models of several outputs.
    String baseScore =
        learner.path("learner_model_param").path("base_score").asText().replaceAll("[\\[\\]]", "");
    List<Tree> trees = new ArrayList<>();
    for (JsonNode tree : learner.path("gradient_booster").path("model").path("trees")) {
      trees.add(tree(tree));
    }
    return new BoosterTrees(logOdds(Float.parseFloat(baseScore)), List.copyOf(trees));
  }

  /** As XGBoost computes it, in float. */
  private static float logOdds(float probability) {
    return (float) -Math.log(1.0f / probability - 1.0f);
  }

  private static JsonNode parsed(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Numbers the nodes anew, level by level, so that a right child follows its left one. */
  private static Tree tree(JsonNode xgboost) {
    JsonNode left = xgboost.path("left_children");
    JsonNode right = xgboost.path("right_children");
    List<Integer> order = new ArrayList<>(List.of(0));
    int[] firstChild = new int[left.size()];
    for (int node = 0; node < order.size(); node++) {
      int old = order.get(node);
      if (left.path(old).asInt() != LEAF) {
        firstChild[node] = order.size();
        order.add(left.path(old).asInt());
        order.add(right.path(old).asInt());
      }
    }
    int nodes = order.size();
    int[] feature = new int[nodes];
    int[] child = new int[nodes];
    float[] value = new float[nodes];
    double[] cover = new double[nodes];
    double[] mean = new double[nodes];
    // From the last to the first: children come before their parents.
    for (int node = nodes - 1; node >= 0; node--) {
      int old = order.get(node);
      child[node] = firstChild[node];
      value[node] = (float) xgboost.path("split_conditions").path(old).asDouble();
      cover[node] = xgboost.path("sum_hessian").path(old).asDouble();
      if (child[node] == 0) {
        feature[node] = LEAF;
        mean[node] = value[node];
      } else {
        feature[node] = xgboost.path("split_indices").path(old).asInt();
        mean[node] = mean(cover, mean, child[node], child[node] + 1);
      }
    }
    float[] means = new float[nodes];
    for (int node = 0; node < nodes; node++) {
      means[node] = (float) mean[node];
    }
    return new Tree(feature, child, value, means);
  }

  private static double mean(double[] cover, double[] mean, int left, int right) {
    double both = cover[left] + cover[right];
    return both > 0
        ? (cover[left] * mean[left] + cover[right] * mean[right]) / both
        : (mean[left] + mean[right]) / 2;
  }
}
