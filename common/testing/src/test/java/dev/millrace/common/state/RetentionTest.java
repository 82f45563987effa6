package dev.millrace.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void rocksDbCompactsWhatIsADayOld() {
    assertThat(compactedAfter(Retention.of(WEEK))).isEqualTo(Duration.ofDays(1));
    assertThat(compactedAfter(Retention.ofLargeMaps(WEEK))).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void largeMapsAreNotCopiedInPassing() {
    assertThat(
            Retention.of(WEEK)
                .getCleanupStrategies()
                .getIncrementalCleanupStrategy()
                .getCleanupSize())
        .isEqualTo(1);
    assertThat(Retention.ofLargeMaps(WEEK).getCleanupStrategies().getIncrementalCleanupStrategy())
        .isNull();
  }

  private static Duration compactedAfter(StateTtlConfig retention) {
    return retention
        .getCleanupStrategies()
        .getRocksdbCompactFilterCleanupStrategy()
        .getPeriodicCompactionTime();
  }
}
