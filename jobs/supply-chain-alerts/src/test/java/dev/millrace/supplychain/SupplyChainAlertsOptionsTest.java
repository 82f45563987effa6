package dev.millrace.supplychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.testing.ReadmeOptions;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supplychain.domain.shipment.TrackingRules;
import dev.millrace.supplychain.operator.ClockRules;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupplyChainAlertsOptionsTest {

  @Test
  void readmeListsTheOptions() {
    ReadmeOptions.assertUpToDate(SupplyChainAlertsOptions.ALL);
  }

  @Test
  void settingsAreTaken() {
    SupplyChainAlertsOptions.Alerting alerting =
        options(
                "-Dclock.mode=events",
                "-Dclock.lateness=3 s",
                "-Dmilestones.grace=10 min",
                "-Dmilestones.grace-of=HOLDING 2 d; LOADING 1 h",
                "-Ddisruption.min-shipments=5")
            .alerting();

    assertThat(alerting.clock())
        .isEqualTo(
            new ClockRules(
                ClockRules.Mode.EVENTS,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5)));
    TrackingRules tracking = alerting.tracking();
    assertThat(tracking.graceOf(BusinessStep.DEPARTING)).isEqualTo(600_000);
    assertThat(tracking.graceOf(BusinessStep.HOLDING)).isEqualTo(172_800_000);
    assertThat(tracking.graceOf(BusinessStep.LOADING)).isEqualTo(3_600_000);
    assertThat(alerting.places().disruptions().shipments()).isEqualTo(5);
  }

  @Test
  void noStepNeedsAGraceOfItsOwn() {
    assertThat(options("-Dmilestones.grace-of=").alerting().tracking().graceOf()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clock.mode=never | clock.mode: must be one of live, events, got 'never'",
        "milestones.grace-of=SAILING 2 h | milestones.grace-of: must be steps and durations"
            + " separated by ;, such as ARRIVING 6 h; HOLDING 2 d, got 'SAILING 2 h'",
        "milestones.grace-of=ARRIVING | got 'ARRIVING'",
        "milestones.grace-of=ARRIVING 1 h; ARRIVING 2 h | got 'ARRIVING 1 h; ARRIVING 2 h'",
        "disruption.clear-score=9 | disruption.clear-score: must be less than"
            + " disruption.raise-score, got '9.0'",
        "disruption.quiet=180 d | disruption.quiet: must be less than state.retention, got '180 d'",
        "state.delivery-retention=30 d | state.delivery-retention: must be longer than"
            + " delivery.abandon-after and delivery.horizon together, got '30 d'",
        "delivery.horizon=365 d | state.delivery-retention: must be longer than",
        "state.sensor-retention=7 d | state.sensor-retention: must be longer than"
            + " coldchain.abandon-after, got '7 d'",
        "alerts.high-from=999999 | alerts.high-from: must be at least alerts.medium-from,"
            + " got '999999'",
        "alerts.critical-from=9999999 | alerts.critical-from: must be at least alerts.high-from,"
            + " got '9999999'",
        "alerts.retention=3 d | alerts.retention: must be longer than alerts.clear-after and"
            + " alerts.release-after together, got '3 d'",
        "disruption.late-quantile=0.5 | disruption.late-quantile: must be between 0.6",
        "clock.latenes=1 s | clock.latenes: not a known setting; known: clock.mode,",
      })
  void invalidSettingIsNamedWithItsRule(String setting, String problem) {
    assertThatThrownBy(() -> options("-D" + setting))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(problem);
  }

  private static SupplyChainAlertsOptions options(String... more) {
    return SupplyChainAlertsOptions.from(
        Stream.concat(
                Stream.of(
                    "-Dkafka.bootstrap-servers=127.0.0.1:9",
                    "-Dschema-registry.url=http://127.0.0.1:9"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
