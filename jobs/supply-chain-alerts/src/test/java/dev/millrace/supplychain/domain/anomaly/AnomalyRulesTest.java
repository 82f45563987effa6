package dev.millrace.supplychain.domain.anomaly;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnomalyRulesTest {
  @Test
  void saysWhichRuleIsWrong() {
    assertThatThrownBy(() -> new AnomalyRules(1, 90, 100))
        .hasMessage("threshold must be above 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new AnomalyRules(.7, 0, 100))
        .hasMessage("quietPoints must be at least 1, got 0");
    assertThatThrownBy(() -> new AnomalyRules(.7, 90, 0))
        .hasMessage("warmUpPoints must be at least 1, got 0");
  }
}
