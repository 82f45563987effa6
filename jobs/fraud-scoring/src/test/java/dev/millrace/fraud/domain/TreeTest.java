package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TreeTest {

  @Test
  void everyNodeIsReachedOnce() {
    Tree tree =
        new Tree(indices(0, -1, 1, -1, -1), indices(1, 0, 3, 0, 0), new float[5], new float[5]);

    assertThat(tree.nodes()).isEqualTo(5);
    assertThat(tree.isLeaf(0)).isFalse();
    assertThat(tree.isLeaf(4)).isTrue();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments(indices(), indices(), "feature must hold at least one node, got none"),
        arguments(
            indices(-1), indices(0, 0), "child must have one entry for each of the 1 nodes, got 2"),
        arguments(
            indices(-2, -1, -1),
            indices(1, 0, 0),
            "feature[0] must be -1 at a leaf, else from 0, got -2"),
        arguments(indices(-1), indices(1), "child[0] must be 0 at a leaf, got 1"),
        arguments(
            indices(0, -1, -1),
            indices(2, 0, 0),
            "child[0] must be from 1 to 1, so that no path is a circle, got 2"),
        arguments(
            indices(0, 0, -1, -1, -1),
            indices(1, 0, 0, 0, 0),
            "child[1] must be from 2 to 3, so that no path is a circle, got 0"),
        arguments(
            indices(0, 0, -1, -1, -1),
            indices(1, 2, 0, 0, 0),
            "child[1] must be a node that no other leads to, got 2"),
        arguments(
            indices(0, -1, -1, -1),
            indices(1, 0, 0, 0),
            "child must lead to every node, but nothing leads to node 3"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(int[] feature, int[] child, String message) {
    assertThatThrownBy(
            () -> new Tree(feature, child, new float[feature.length], new float[feature.length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesWhatIsNoNumber() {
    float[] one = {1};
    assertThatThrownBy(() -> new Tree(indices(-1), indices(0), new float[] {Float.NaN}, one))
        .hasMessage("value[0] must be a finite number, got NaN");
    assertThatThrownBy(
            () -> new Tree(indices(-1), indices(0), one, new float[] {Float.POSITIVE_INFINITY}))
        .hasMessage("mean[0] must be a finite number, got Infinity");
    assertThatThrownBy(() -> new Tree(indices(-1), indices(0), new float[2], one))
        .hasMessage("value must have one entry for each of the 1 nodes, got 2");
    assertThatThrownBy(() -> new Tree(indices(-1), indices(0), one, new float[0]))
        .hasMessage("mean must have one entry for each of the 1 nodes, got 0");
  }

  private static int[] indices(int... indices) {
    return indices;
  }
}
