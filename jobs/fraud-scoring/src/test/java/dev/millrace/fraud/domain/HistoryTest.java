package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final long EVER = Long.MAX_VALUE;
  private static final long MONTH = Windows.THIRTY_DAYS_MS;
  private static final long COARSEST = 3 * Windows.ONE_HOUR_MS;

  private record Event(long time, int count, long sum) {}

  @Test
  void isEmptyAtFirst() {
    assertThat(History.EMPTY.total(Long.MIN_VALUE, EVER)).isEqualTo(new History.Total(0, 0));
    assertThat(History.EMPTY.after(5)).isSameAs(History.EMPTY);
  }

  @Test
  void windowIsOpenAtItsStartAndClosedAtItsEnd() {
    History history =
        History.EMPTY.with(10, 1, 100, MONTH).with(20, 1, 200, MONTH).with(30, 1, 400, MONTH);

    assertThat(history.total(10, 30)).isEqualTo(new History.Total(2, 600));
    assertThat(history.total(9, 29)).isEqualTo(new History.Total(2, 300));
    assertThat(history.total(20, 20)).isEqualTo(new History.Total(0, 0));
    assertThat(history.total(30, 10)).isEqualTo(new History.Total(0, 0));
  }

  @Test
  void addsUpEventsOfOneMoment() {
    History history = History.EMPTY.with(10, 1, 100, MONTH).with(10, 2, 50, MONTH);

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
    History history =
        History.EMPTY.with(10, 1, 1, MONTH).with(20, 1, 2, MONTH).with(30, 1, 4, MONTH);

    assertThat(history.after(9)).isSameAs(history);
    assertThat(history.after(10).times()).containsExactly(20, 30);
    assertThat(history.after(15).times()).containsExactly(20, 30);
    assertThat(history.after(30).times()).isEmpty();
    assertThat(history.after(15).total(0, EVER)).isEqualTo(new History.Total(2, 6));
  }

  @Test
  void neverChangesWhatWasHandedOut() {
    History before = History.EMPTY.with(10, 1, 100, MONTH);

    before.with(10, 1, 1, MONTH);
    before.with(5, 1, 1, MONTH);

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
      history = history.with(event.time(), event.count(), event.sum(), MONTH);
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
      history = history.with(random.nextInt(1_000_000_000), 1, amount, MONTH);
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
      history = history.with(event.time(), event.count(), event.sum(), MONTH);
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
      history = history.with(i, 1, i, MONTH);
    }
    for (int window = 1; window <= History.MAX_MOMENTS / 2; window++) {
      assertThat(history.total(5_000 - window, 5_000).count()).isEqualTo(window);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eventsNeverLeaveTheirCell(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    History history = History.EMPTY;
    for (int i = 0; i < 25_000; i++) {
      // Ever newer, some up to two days late.
      long late = random.nextInt(4) == 0 ? random.nextLong(2 * Windows.ONE_DAY_MS) : 0;
      long time = MONTH + i * 2L * Windows.ONE_MINUTE_MS - late;
      Event event = new Event(time, 1, random.nextInt(1_000));
      events.add(event);
      history = history.with(event.time(), event.count(), event.sum(), MONTH);
    }
    long newest = events.stream().mapToLong(Event::time).max().orElseThrow();
    for (int i = 0; i < 200; i++) {
      long from = newest - random.nextLong(MONTH - COARSEST);
      long to = from + random.nextLong(newest - from + 1);
      long sum = history.total(from, to).sum();
      assertThat(sum).isLessThanOrEqualTo(naive(events, startOf(from), to).sum());
      assertThat(sum).isGreaterThanOrEqualTo(naive(events, from, startOf(to)).sum());
    }
    for (int i = 1; i < history.times().length; i++) {
      assertThat(naive(events, history.before(i, MONTH), history.times()[i]).count())
          .isEqualTo(history.counts()[i]);
    }
    assertThat(naive(events, history.before(0, MONTH), history.times()[0]).count())
        .as("of the oldest moment some may be forgotten")
        .isGreaterThanOrEqualTo(history.counts()[0]);
    assertThat(history.total(0, newest - MONTH)).isEqualTo(new History.Total(0, 0));
    assertThat(history.total(0, EVER).count())
        .isLessThanOrEqualTo(naive(events, startOf(newest - MONTH), EVER).count());
  }

  @Test
  void cellsAreWiderWithAge() {
    History history = History.EMPTY;
    long time = MONTH;
    for (int second = 0; second < 4 * 24 * 60 * 60; second += 5) {
      time = MONTH + second * 1_000L;
      history = history.with(time, 1, 1, MONTH);
    }
    assertThat(widest(history, time, 0, Duration.ofHours(2))).isEqualTo(Windows.ONE_MINUTE_MS);
    assertThat(widest(history, time, 3, Duration.ofHours(23))).isEqualTo(Windows.ONE_HOUR_MS);
    assertThat(widest(history, time, 28, Duration.ofDays(3))).isEqualTo(COARSEST);
  }

  @Test
  void aLongerRetentionHasWiderCellsAndNoMoreMoments() {
    long retention = Duration.ofDays(120).toMillis();
    History history = History.EMPTY;
    for (int minute = 0; minute < 130 * 24 * 60; minute += 5) {
      history = history.with(minute * Windows.ONE_MINUTE_MS, 1, 0, retention);
      assertThat(history.times().length).isLessThanOrEqualTo(History.MAX_MOMENTS);
    }
    assertThat(history.total(0, EVER).count()).isBetween(120 * 24 * 12L, 120 * 24 * 12 + 9 * 12L);
  }

  @Test
  void whatComesLateForAMergedMomentIsAddedToIt() {
    History history = History.EMPTY;
    for (int i = 1; i <= History.MAX_MOMENTS + 1; i++) {
      history = history.with(i, 1, 0, MONTH);
    }
    long merged = history.times()[0];
    assertThat(merged).isEqualTo(History.MAX_MOMENTS + 1 - History.EXACT_MOMENTS);

    History labelled = history.with(merged - 100, 0, 1, MONTH);

    assertThat(labelled.times()).isEqualTo(history.times());
    assertThat(labelled.total(0, merged)).isEqualTo(new History.Total(merged, 1));
    // The newer ones are exact, and what has no moment of its own gets one.
    assertThat(labelled.with(merged + 5, 0, 1, MONTH).total(merged + 4, merged + 5))
        .isEqualTo(new History.Total(1, 1));
    assertThat(history.with(-Windows.ONE_MINUTE_MS, 0, 1, MONTH).times())
        .contains(-Windows.ONE_MINUTE_MS);
  }

  @Test
  void aCountStaysAtItsLargest() {
    History history =
        History.EMPTY.with(10, Integer.MAX_VALUE, 1, MONTH).with(10, Integer.MAX_VALUE, 1, MONTH);

    assertThat(history.total(0, 10)).isEqualTo(new History.Total(Integer.MAX_VALUE, 2));
  }

  @Test
  void aSumStaysAtItsLargest() {
    History history =
        History.EMPTY
            .with(10, 1, Long.MAX_VALUE, MONTH)
            .with(10, 1, 1_000, MONTH)
            .with(20, 1, 1_000, MONTH);

    assertThat(history.total(0, 10)).isEqualTo(new History.Total(2, Long.MAX_VALUE));
    assertThat(history.total(0, 20)).isEqualTo(new History.Total(3, Long.MAX_VALUE));
    assertThat(history.total(0, 20).withOne(5).mean()).isPositive();
    for (int i = 1; i <= History.MAX_MOMENTS; i++) {
      history = history.with(20 + i, 1, Long.MAX_VALUE, MONTH);
    }
    assertThat(history.sums()).contains(Long.MAX_VALUE);
    assertThat(Arrays.stream(history.sums()).min().orElseThrow()).isPositive();
  }

  /** The widest distance between two neighbours of some ages. */
  private static long widest(History history, long newest, int fromHours, Duration to) {
    long[] times =
        Arrays.stream(history.times())
            .filter(time -> newest - time >= Duration.ofHours(fromHours).toMillis())
            .filter(time -> newest - time < to.toMillis())
            .toArray();
    long widest = 0;
    for (int i = 1; i < times.length; i++) {
      widest = Math.max(widest, times[i] - times[i - 1]);
    }
    return widest;
  }

  /** The last millisecond before the widest cell that a moment may be in. */
  private static long startOf(long time) {
    return Math.floorDiv(time, COARSEST) * COARSEST - 1;
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
