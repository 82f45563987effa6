package dev.millrace.supplychain.domain.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LateSampleTest {

  @Test
  void allAreKnownUpToTheMost() {
    LateSample sample = LateSample.of(shipments(0, LateSample.MOST));
    assertThat(sample.number()).isEqualTo(LateSample.MOST);
    assertThat(sample.limit()).isEqualTo(LateSample.ALL);
    assertThat(sample.hashes()).isSorted().doesNotHaveDuplicates();

    assertThat(sample.with("s7").hashes()).isEqualTo(sample.hashes());
    assertThat(sample.without("s7").number()).isEqualTo(LateSample.MOST - 1);
    assertThat(sample.without("other").hashes()).isEqualTo(sample.hashes());
  }

  @Test
  void ofMoreTheNumberIsEstimated() {
    for (int number : List.of(1_001, 5_000, 200_000)) {
      LateSample sample = LateSample.of(shipments(0, number));

      assertThat(sample.hashes()).hasSize(LateSample.MOST);
      assertThat((double) sample.number()).isCloseTo(number, within(0.1 * number));
    }
  }

  @Test
  void itDoesNotMatterInWhichOrderTheyComeAndGo() {
    List<String> shipments = shipments(0, 3_000);
    LateSample all = LateSample.of(shipments);
    List<String> backwards = new ArrayList<>(shipments);
    Collections.reverse(backwards);
    LateSample reverse = LateSample.of(backwards);
    assertThat(reverse.hashes()).isEqualTo(all.hashes());
    assertThat(reverse.limit()).isEqualTo(all.limit());

    LateSample rest = all;
    for (String shipment : shipments.subList(0, 1_500)) {
      rest = rest.without(shipment);
    }

    assertThat((double) rest.number()).isCloseTo(1_500, within(150.0));
    assertThat(rest.isThin()).isFalse();
    for (String shipment : shipments.subList(1_500, 2_800)) {
      rest = rest.without(shipment);
    }
    assertThat(rest.isThin()).isTrue();
  }

  @Test
  void withinTheLimitsOfBothAllThatAreInCommonAreKnown() {
    LateSample port = LateSample.of(shipments(0, 10_000));
    LateSample lane = LateSample.of(shipments(9_800, 10_200));
    long limit = Math.min(port.limit(), lane.limit());

    Set<Integer> common = hashes(port);
    common.retainAll(hashes(lane));

    // About a tenth of each is below the limit; half of the lane's are the port's.
    assertThat(lane.below(limit)).isBetween(25, 60);
    assertThat((double) common.size() / lane.below(limit)).isCloseTo(0.5, within(0.2));
    assertThat(common.size() / LateSample.share(limit)).isCloseTo(200, within(60.0));
    assertThat(port.below(limit)).isEqualTo(LateSample.MOST);
    assertThat(lane.below(LateSample.ALL)).isEqualTo(400);
  }

  private static Set<Integer> hashes(LateSample sample) {
    return new HashSet<>(Arrays.stream(sample.hashes()).boxed().toList());
  }

  private static List<String> shipments(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "s" + i).toList();
  }
}
