package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final long EVER = Long.MAX_VALUE;

  private record Event(long time, int count, long sum) {}

  @Test
  void isEmptyAtFirst() {
    assertThat(History.EMPTY.total(Long.MIN_VALUE, EVER)).isEqualTo(new History.Total(0, 0));
    assertThat(History.EMPTY.after(5)).isSameAs(History.EMPTY);
  }

  @Test
  void windowIsOpenAtItsStartAndClosedAtItsEnd() {
    History history = History.EMPTY.with(10, 1, 100).with(20, 1, 200).with(30, 1, 400);

    assertThat(history.total(10, 30)).isEqualTo(new History.Total(2, 600));
    assertThat(history.total(9, 29)).isEqualTo(new History.Total(2, 300));
    assertThat(history.total(20, 20)).isEqualTo(new History.Total(0, 0));
    assertThat(history.total(30, 10)).isEqualTo(new History.Total(0, 0));
  }

  @Test
  void addsUpEventsOfOneMoment() {
    History history = History.EMPTY.with(10, 1, 100).with(10, 2, 50);

    assertThat(history.times()).containsExactly(10);
    assertThat(history.total(0, 10)).isEqualTo(new History.Total(3, 150));
  }

  @Test
  void meanOfNothingIsZero() {
    assertThat(new History.Total(0, 0).mean()).isZero();
    assertThat(new History.Total(4, 10).mean()).isEqualTo(2.5);
  }

  @Test
  void forgetsUpToAndIncludingAMoment() {
    History history = History.EMPTY.with(10, 1, 1).with(20, 1, 2).with(30, 1, 4);

    assertThat(history.after(9)).isSameAs(history);
    assertThat(history.after(10).times()).containsExactly(20, 30);
    assertThat(history.after(15).times()).containsExactly(20, 30);
    assertThat(history.after(30).times()).isEmpty();
    assertThat(history.after(15).total(0, EVER)).isEqualTo(new History.Total(2, 6));
  }

  @Test
  void neverChangesWhatWasHandedOut() {
    History before = History.EMPTY.with(10, 1, 100);

    before.with(10, 1, 1);
    before.with(5, 1, 1);

    assertThat(before.total(Long.MIN_VALUE, EVER)).isEqualTo(new History.Total(1, 100));
    assertThat(before.times()).containsExactly(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isExactForAsManyMomentsAsItKeeps(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    History history = History.EMPTY;
    // Few distinct times, so that many events meet in one moment, in no order.
    for (int i = 0; i < 3_000; i++) {
      Event event =
          new Event(random.nextInt(History.MAX_MOMENTS), random.nextInt(3), random.nextInt(1_000));
      events.add(event);
      history = history.with(event.time(), event.count(), event.sum());
      long from = random.nextInt(History.MAX_MOMENTS) - 10L;
      long to = from + random.nextInt(300);
      assertThat(history.total(from, to)).isEqualTo(naive(events, from, to));
    }
    assertThat(history.times().length).isLessThanOrEqualTo(History.MAX_MOMENTS);
    assertThat(history.times()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void staysWithinItsBoundAndLosesNothing() {
    Random random = new Random(7);
    History history = History.EMPTY;
    long count = 0;
    long sum = 0;
    for (int i = 0; i < 50_000; i++) {
      long amount = random.nextInt(10_000);
      history = history.with(random.nextInt(1_000_000_000), 1, amount);
      count++;
      sum += amount;
      assertThat(history.times().length).isLessThanOrEqualTo(History.MAX_MOMENTS);
    }
    assertThat(history.times()).isSorted().doesNotHaveDuplicates();
    assertThat(history.counts()).hasSameSizeAs(history.times());
    assertThat(history.sums()).hasSameSizeAs(history.times());
    assertThat(history.total(Long.MIN_VALUE, EVER)).isEqualTo(new History.Total(count, sum));
  }

  @Test
  void beyondItsBoundAWindowsEdgesFallBackToTheMomentBefore() {
    Random random = new Random(11);
    List<Event> events = new ArrayList<>();
    History history = History.EMPTY;
    long time = 0;
    for (int i = 0; i < 5_000; i++) {
      time += 1 + random.nextInt(100);
      Event event = new Event(time, 1, random.nextInt(1_000));
      events.add(event);
      history = history.with(event.time(), event.count(), event.sum());
    }
    long[] times = history.times();
    for (int i = 0; i < 2_000; i++) {
      long from = random.nextLong(time);
      long to = from + random.nextLong(time - from + 1);
      assertThat(history.total(from, to))
          .isEqualTo(naive(events, momentUpTo(times, from), momentUpTo(times, to)));
    }
  }

  @Test
  void theNewerHalfStaysExact() {
    History history = History.EMPTY;
    for (int i = 1; i <= 5_000; i++) {
      history = history.with(i, 1, i);
    }
    for (int window = 1; window <= History.MAX_MOMENTS / 2; window++) {
      assertThat(history.total(5_000 - window, 5_000).count()).isEqualTo(window);
    }
  }

  private static History.Total naive(List<Event> events, long from, long to) {
    List<Event> inside =
        events.stream().filter(event -> event.time() > from && event.time() <= to).toList();
    return new History.Total(
        inside.stream().mapToLong(Event::count).sum(), inside.stream().mapToLong(Event::sum).sum());
  }

  private static long momentUpTo(long[] times, long time) {
    return Arrays.stream(times).filter(moment -> moment <= time).max().orElse(Long.MIN_VALUE);
  }
}
