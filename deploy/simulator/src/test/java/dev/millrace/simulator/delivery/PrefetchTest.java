package dev.millrace.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetchTest {

  @Test
  void givesEverythingInOrder() {
    for (int count : new int[] {0, 1, 255, 256, 257, 512, 100_000}) {
      List<Integer> expected = IntStream.range(0, count).boxed().toList();
      List<Integer> got = new ArrayList<>();
      try (Prefetch<Integer> prefetch = new Prefetch<>(expected.iterator())) {
        prefetch.forEachRemaining(got::add);
      }
      assertThat(got).isEqualTo(expected);
    }
  }

  @Test
  void passesFailuresOn() {
    Stream<Integer> failing =
        Stream.of(1, 2)
            .peek(
                i -> {
                  if (i == 2) throw new IllegalStateException("line 3");
                });
    try (Prefetch<Integer> prefetch = new Prefetch<>(failing.iterator())) {
      assertThatThrownBy(() -> prefetch.forEachRemaining(i -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("line 3");
    }
  }

  @Test
  void canBeClosedOnAnEndlessSource() {
    try (Prefetch<Integer> prefetch = new Prefetch<>(Stream.iterate(0, i -> i + 1).iterator())) {
      assertThat(prefetch.next()).isZero();
    }
  }
}
