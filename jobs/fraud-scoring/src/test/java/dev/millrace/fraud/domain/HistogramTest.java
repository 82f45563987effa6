package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramTest {

  @ParameterizedTest
  @CsvSource({"-1e9, 0", "-1.001, 0", "-1, 1", "4.999, 1", "5, 2", "7, 2", "8, 3", "1e9, 3"})
  void aValueOnAnEdgeBelongsAboveIt(double value, int bin) {
    assertThat(histogram(-1, 5, 8).bin(value)).isEqualTo(bin);
  }

  @Test
  void withoutEdgesAllIsOneBin() {
    Histogram all = new Histogram(new double[0], new double[] {1});

    assertThat(all.bins()).isEqualTo(1);
    assertThat(all.bin(-3)).isZero();
    assertThat(all.bin(3)).isZero();
  }

  static Stream<Arguments> cuts() {
    return Stream.of(
        arguments(8.0, 0.125, numbers(2, 4, 8), numbers(0.25, 0.25, 0.375, 0.125)),
        arguments(3.0, 0.625, numbers(2, 3, 4), numbers(0.25, 0.125, 0.125, 0.5)),
        arguments(1.0, 1.0, numbers(1, 2, 4), numbers(0, 0.25, 0.25, 0.5)),
        arguments(3.0, 0.25, numbers(2, 3, 4), numbers(0.25, 0.25, 0, 0.5)),
        arguments(3.0, 0.875, numbers(2, 3, 4), numbers(0.25, 0, 0.25, 0.5)),
        arguments(4.0, 0.125, numbers(2, 4), numbers(0.25, 0.25, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void oneMoreEdgeCutsTheBinThatItFallsInto(
      double edge, double shareFrom, double[] edges, double[] shares) {
    Histogram cut =
        new Histogram(numbers(2, 4), numbers(0.25, 0.25, 0.5)).withEdge(edge, shareFrom);

    assertThat(cut.edges()).containsExactly(edges);
    assertThat(cut.shares()).containsExactly(shares);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments(
            numbers(2, 1),
            numbers(0.5, 0.5, 0),
            "edges[1] must be above the edge before it, got 1.0"),
        arguments(
            numbers(2, 2),
            numbers(0.5, 0.5, 0),
            "edges[1] must be above the edge before it, got 2.0"),
        arguments(
            numbers(Double.NaN), numbers(0.5, 0.5), "edges[0] must be a finite number, got NaN"),
        arguments(numbers(1), numbers(1), "shares must be one more than the 1 edges, got 1"),
        arguments(numbers(1), numbers(1.5, -0.5), "shares[0] must be 0 to 1, got 1.5"),
        arguments(numbers(1), numbers(1, Double.NaN), "shares[1] must be 0 to 1, got NaN"),
        arguments(numbers(1), numbers(0.5, 0.25), "shares must be 1 together, got 0.75"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(double[] edges, double[] shares, String message) {
    assertThatThrownBy(() -> new Histogram(edges, shares))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Histogram histogram(double... edges) {
    double[] shares = new double[edges.length + 1];
    shares[0] = 1;
    return new Histogram(edges, shares);
  }

  private static double[] numbers(double... numbers) {
    return numbers;
  }
}
