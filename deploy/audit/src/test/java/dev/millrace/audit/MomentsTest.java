package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MONTH = Duration.ofDays(30).toMillis();

  private final Moments moments = new Moments(MONTH);

  @Test
  void nothingIsMergedWhileThereIsRoom() {
    for (int i = 1; i <= 1_024; i++) {
      moments.add(i, 1);
    }
    assertThat(moments.total(1, 2).count()).isEqualTo(1);
    assertThat(moments.total(0, 1_024).count()).isEqualTo(1_024);
  }

  @Test
  void olderOnesAreMergedAtTheLatestOfTheirMinute() {
    for (int i = 1; i <= 1_025; i++) {
      moments.add(i, 1);
    }
    assertThat(moments.total(0, 512).count()).isZero();
    assertThat(moments.total(0, 513)).isEqualTo(new Moments.Total(513, 513));
    assertThat(moments.total(1_024, 1_025).count()).isEqualTo(1);
  }

  @Test
  void aLatePaymentJoinsWhatItsMinuteWasMergedInto() {
    for (int i = 1; i <= 1_025; i++) {
      moments.add(MINUTE + i, 1);
    }
    moments.add(MINUTE + 100, 1);
    moments.add(MINUTE - 1, 1);
    assertThat(moments.total(MINUTE, MINUTE + 512).count()).isZero();
    assertThat(moments.total(MINUTE, MINUTE + 513).count()).isEqualTo(514);
    assertThat(moments.total(0, MINUTE - 1).count()).isEqualTo(1);
  }

  @Test
  void aSumStaysAtItsLargest() {
    moments.add(1, Long.MAX_VALUE - 1);
    moments.add(2, 1);
    assertThat(moments.total(0, 2)).isEqualTo(new Moments.Total(2, Long.MAX_VALUE));
    moments.add(3, 1);
    assertThat(moments.total(0, 3)).isEqualTo(new Moments.Total(3, Long.MAX_VALUE));
  }

  @Test
  void cellsAreWiderWithAge() {
    long end = 40 * DAY;
    for (long time = 0; time <= end; time += 20 * SECOND) {
      moments.add(time, 1);
    }
    assertThat(moments.total(end - HOUR, end).count()).isEqualTo(180);
    assertThat(moments.total(end - HOUR - 10 * SECOND, end).count()).isBetween(180L, 183L);
    assertThat(moments.total(end - 7 * HOUR - MINUTE, end).count()).isBetween(1_263L, 1_443L);
    assertThat(moments.total(end - 7 * DAY, end).count()).isBetween(30_240L, 30_780L);
    assertThat(moments.total(0, end).count()).isBetween(129_600L, 130_140L);
  }
}
