package dev.millrace.fraud.domain;

import java.io.Serializable;
import java.util.List;

/**
 * Gradient-boosted trees, all in one set of arrays: a payment's margin (log-odds before
 * calibration) is the sum of the leaves that it falls into. Computed in float and in the order of
 * the trees, as XGBoost does, so that both give the same number. Scoring allocates nothing.
 */
public final class TreeEnsemble implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LEAF = -1;

  private final float baseMargin;
  private final int[] roots;
  private final int[] feature;
  private final int[] child;
  private final float[] value;
  private final float[] mean;

  private TreeEnsemble(float baseMargin, int trees, int nodes) {
    this.baseMargin = baseMargin;
    this.roots = new int[trees];
    this.feature = new int[nodes];
    this.child = new int[nodes];
    this.value = new float[nodes];
    this.mean = new float[nodes];
  }

  /**
   * Trees over the figures of this build.
   *
   * @param features the figures that the trees compare, in the order of their indices
   * @param baseMargin the margin of a payment before the first tree
   * @throws IllegalArgumentException if a tree compares a figure beyond the list
   */
  @SuppressWarnings("EnumOrdinal") // turns names into places of this build, once
  public static TreeEnsemble of(List<Feature> features, List<Tree> trees, float baseMargin) {
    TreeEnsemble ensemble =
        new TreeEnsemble(baseMargin, trees.size(), trees.stream().mapToInt(Tree::nodes).sum());
    int offset = 0;
    for (int index = 0; index < trees.size(); index++) {
      Tree tree = trees.get(index);
      ensemble.roots[index] = offset;
      for (int node = 0; node < tree.nodes(); node++) {
        int at = offset + node;
        if (tree.isLeaf(node)) {
          ensemble.feature[at] = LEAF;
        } else {
          ensemble.feature[at] = ordinal(features, tree.feature()[node], index, node);
          ensemble.child[at] = offset + tree.child()[node];
        }
        ensemble.value[at] = tree.value()[node];
        ensemble.mean[at] = tree.mean()[node];
      }
      offset += tree.nodes();
    }
    return ensemble;
  }

  @SuppressWarnings("EnumOrdinal")
  private static int ordinal(List<Feature> features, int feature, int tree, int node) {
    if (feature >= features.size()) {
      throw new IllegalArgumentException(
          "trees[%d].feature[%d] must be less than %d, the number of features, got %d"
              .formatted(tree, node, features.size(), feature));
    }
    return features.get(feature).ordinal();
  }

  /** How many trees there are. */
  public int trees() {
    return roots.length;
  }

  /** Log-odds of fraud before calibration. A figure that is NaN goes right everywhere. */
  public double margin(Features features) {
    double[] row = features.values();
    float margin = baseMargin;
    for (int root : roots) {
      int node = root;
      int compared = feature[node];
      while (compared != LEAF) {
        node = child[node] + ((float) row[compared] < value[node] ? 0 : 1);
        compared = feature[node];
      }
      margin += value[node];
    }
    return margin;
  }

  /**
   * What each figure adds to the margin of a payment (Saabas): along each path, the change of the
   * mean at the nodes that compare the figure. Together with {@link #expected} they are the margin,
   * but for rounding. Unlike Shapley values they credit the order of the comparisons, and cost no
   * more than a second walk.
   *
   * @param into by {@link Feature#ordinal()}; added to what is there
   */
  public void addContributions(Features features, double[] into) {
    double[] row = features.values();
    for (int root : roots) {
      int node = root;
      int compared = feature[node];
      while (compared != LEAF) {
        int next = child[node] + ((float) row[compared] < value[node] ? 0 : 1);
        into[compared] += mean[next] - mean[node];
        node = next;
        compared = feature[node];
      }
    }
  }

  /** The mean margin of the training rows. */
  public double expected() {
    double expected = baseMargin;
    for (int root : roots) {
      expected += mean[root];
    }
    return expected;
  }
}
