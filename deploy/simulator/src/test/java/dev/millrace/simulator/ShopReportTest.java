package dev.millrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.shop.ShopTally;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShopReportTest {
  private static final Optional<Duration> PATIENCE = Optional.of(Duration.ofMinutes(1));

  @Test
  void hasNoLatencyWhereNothingWasMeasured() {
    ShopReport report = new ShopReport(new ShopTally(0), PATIENCE);

    assertThat(report.text())
        .contains("read 0 recommendations, 0 after a later one of their session, none for 0")
        .doesNotContain("p50", "p99");
    assertThat(report.json())
        .contains("\"measured\":0", "\"unanswered\":0")
        .doesNotContain("p50Ms");
  }

  @Test
  void saysNothingOfRecommendationsThatAreNotAwaited() {
    ShopReport report = new ShopReport(new ShopTally(0), Optional.empty());

    assertThat(report.text()).hasLineCount(1);
    assertThat(report.json()).doesNotContain("recommendations", "measured");
    assertThat(report.complaint()).isEmpty();
  }
}
