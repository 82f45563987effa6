package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A regression tree as flat arrays, by node; node 0 is the root. A row goes left at a node if its
 * figure, rounded to float, is less than the node's threshold. There is no other way through: a
 * figure that has no value is {@link Features#UNKNOWN}, a value like any other, in training too.
 *
 * @param feature index of the figure that is compared, in the list that belongs to the trees; -1 at
 *     a leaf
 * @param child the left child, which comes later than its parent; the right one follows it; 0 at a
 *     leaf
 * @param value threshold, or what the leaf adds to the margin
 * @param mean mean of the leaves under the node, weighted by the training rows that reached them
 */
@SuppressWarnings("ArrayRecordComponent") // read node by node, compared by no one
public record Tree(int[] feature, int[] child, float[] value, float[] mean)
    implements Serializable {

  private static final int LEAF = -1;

  /**
   * Checks that there is one path from the root to every node, and that every number is finite.
   *
   * @throws IllegalArgumentException naming the array, the place, the rule and the value
   */
  public Tree {
    requireNonNull(feature);
    int nodes = feature.length;
    require(nodes > 0, "feature must hold at least one node, got none");
    requireLength("child", child.length, nodes);
    requireLength("value", value.length, nodes);
    requireLength("mean", mean.length, nodes);
    boolean[] reached = new boolean[nodes];
    reached[0] = true;
    for (int node = 0; node < nodes; node++) {
      requireFinite("value", node, value[node]);
      requireFinite("mean", node, mean[node]);
      require(reached[node], "child must lead to every node, but nothing leads to node " + node);
      if (feature[node] == LEAF) {
        requireAt(child[node] == 0, "child", node, "0 at a leaf", child[node]);
        continue;
      }
      requireAt(feature[node] >= 0, "feature", node, "-1 at a leaf, else from 0", feature[node]);
      requireAt(
          child[node] > node && child[node] < nodes - 1,
          "child",
          node,
          "from %d to %d, so that no path is a circle".formatted(node + 1, nodes - 2),
          child[node]);
      requireAt(
          !reached[child[node]] && !reached[child[node] + 1],
          "child",
          node,
          "a node that no other leads to",
          child[node]);
      reached[child[node]] = true;
      reached[child[node] + 1] = true;
    }
  }

  /** How many nodes it has, leaves included. */
  public int nodes() {
    return feature.length;
  }

  boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  private static void requireLength(String array, int length, int nodes) {
    require(
        length == nodes,
        "%s must have one entry for each of the %d nodes, got %d".formatted(array, nodes, length));
  }

  private static void requireFinite(String array, int node, float number) {
    requireAt(Float.isFinite(number), array, node, "a finite number", number);
  }

  private static void requireAt(boolean holds, String array, int node, String rule, Object got) {
    require(holds, "%s[%d] must be %s, got %s".formatted(array, node, rule, got));
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new IllegalArgumentException(text);
    }
  }
}
