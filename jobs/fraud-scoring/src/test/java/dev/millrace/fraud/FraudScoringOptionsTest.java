package dev.millrace.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.ingest.IngestOptions;
import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.testing.ReadmeOptions;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.ScoringCurrency;
import dev.millrace.fraud.domain.TransparentScorer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FraudScoringOptionsTest {

  @Test
  void defaultsAreThoseOfTheReadme() {
    FraudScoringOptions options = options();

    assertThat(options.job())
        .isEqualTo(
            new JobOptions(
                "fraud-scoring",
                2,
                720,
                Duration.ofSeconds(10),
                JobOptions.StateBackend.HEAP,
                Duration.ofMillis(2)));
    assertThat(options.input())
        .isEqualTo(
            new IngestOptions(
                new DecodeLimits(1 << 20, 10_000, 32), new Breaker.Limit(10_000, 0.2)));
    assertThat(options.horizon())
        .isEqualTo(new FraudScoringOptions.Horizon(Duration.ofHours(1), Duration.ofDays(3_650)));
    assertThat(options.scoring())
        .isEqualTo(
            new FraudScoringOptions.Scoring(
                new TransparentScorer(22_000),
                OutcomeThresholds.same(0.5, 0.9),
                FraudScoringOptions.StartModel.BUNDLED,
                new ScoringCurrency("EUR", Map.of()),
                Duration.ofDays(7),
                Duration.ofDays(60),
                Duration.ofDays(7)));
  }

  @Test
  void readmeListsTheOptions() {
    ReadmeOptions.assertUpToDate(FraudScoringOptions.ALL);
  }

  @Test
  void settingsAreTaken() {
    FraudScoringOptions options =
        options(
            "-Dscoring.high-amount-minor=5",
            "-Dscoring.review-from=0.2",
            "-Dscoring.decline-from=0.3",
            "-Dscoring.start-model=none",
            "-Dscoring.currency=USD",
            "-Dscoring.rates=HUF 0.0028; KWD 3.25",
            "-Dscoring.label-delay=2 d",
            "-Dstate.idle-retention=32 d",
            "-Dstate.duplicate-retention=4 d",
            "-Dvalidation.future-tolerance=5 min",
            "-Djob.state-backend=rocksdb");

    assertThat(options.scoring())
        .isEqualTo(
            new FraudScoringOptions.Scoring(
                new TransparentScorer(5),
                OutcomeThresholds.same(0.2, 0.3),
                FraudScoringOptions.StartModel.NONE,
                new ScoringCurrency(
                    "USD", Map.of("HUF", new BigDecimal("0.0028"), "KWD", new BigDecimal("3.25"))),
                Duration.ofDays(2),
                Duration.ofDays(32),
                Duration.ofDays(4)));
    assertThat(options.horizon().future()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.job().stateBackend()).isEqualTo(JobOptions.StateBackend.ROCKSDB);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "scoring.high-amount-minor=0 | scoring.high-amount-minor: must be between 1 and 2147483647,"
            + " got '0'",
        "scoring.high-amount-minor=ten | scoring.high-amount-minor: must be a whole number, got"
            + " 'ten'",
        "scoring.review-from=1.1 | scoring.review-from: must be between 0.0 and 1.0, got '1.1'",
        "scoring.review-from=NaN | scoring.review-from: must be between 0.0 and 1.0, got 'NaN'",
        "scoring.decline-from=-0.1 | scoring.decline-from: must be between 0.0 and 1.0, got '-0.1'",
        "scoring.label-delay=91 d | scoring.label-delay: must be between 0 s and 90 d, got '91 d'",
        "scoring.label-delay=soon | scoring.label-delay: must be a duration such as 500 ms, 10 s or"
            + " 7 d, got 'soon'",
        "state.idle-retention=1 h | state.idle-retention: must be between 1 d and 3650 d, got '3600"
            + " s'",
        "state.duplicate-retention=59 s | state.duplicate-retention: must be between 60 s and 90 d,"
            + " got '59 s'",
        "validation.future-tolerance=366 d | validation.future-tolerance: must be between 0 s and"
            + " 365 d, got '366 d'",
        "input.max-record-size=3 gb | input.max-record-size: must be between 1 kb and 64 mb, got '3"
            + " gb'",
        "job.state-backend=disk | job.state-backend: must be one of heap, rocksdb, got 'disk'",
        "scoring.revue-from=0.5 | scoring.revue-from: not a known setting; known:"
            + " scoring.currency, scoring.rates, scoring.high-amount-minor, scoring.review-from,"
            + " scoring.decline-from, scoring.amount-bands, scoring.start-model,"
            + " scoring.label-delay",
        "scoring.currency=euro | scoring.currency: must be an ISO 4217 code, got 'euro'",
        "scoring.rates=EUR 1 | scoring.rates: must be without scoring.currency (EUR), got",
        "scoring.start-model=best | scoring.start-model: must be one of bundled, none, got 'best'",
      })
  void invalidSettingIsNamedWithItsRule(String setting, String problem) {
    assertThatThrownBy(() -> options("-D" + setting))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void reviewStartsBelowDecline() {
    assertThatThrownBy(() -> options("-Dscoring.review-from=0.95"))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(
            "scoring.review-from: must be at most scoring.decline-from (0.9), got '0.95'");
    assertThat(options("-Dscoring.review-from=0.9").scoring().thresholds())
        .isEqualTo(OutcomeThresholds.same(0.9, 0.9));
  }

  @Test
  void stateIsKeptAsLongAsFiguresLookBack() {
    assertThatThrownBy(() -> options("-Dscoring.label-delay=31 d"))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(
            "state.idle-retention: must be at least 30 d and scoring.label-delay (2678400 s)"
                + " together, got '60 d'");
    assertThat(options("-Dscoring.label-delay=30 d").scoring().labelDelay())
        .isEqualTo(Duration.ofDays(30));
  }

  @Test
  void thresholdsMayDependOnTheAmount() {
    assertThat(
            options("-Dscoring.amount-bands=50000:0.2/0.6, 10000:0.4/0.8").scoring().thresholds())
        .isEqualTo(
            OutcomeThresholds.same(0.5, 0.9)
                .and(
                    List.of(
                        new OutcomeThresholds.Band(10_000, 0.4, 0.8),
                        new OutcomeThresholds.Band(50_000, 0.2, 0.6))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10000",
        "0:0.4/0.8",
        "10000:0.8/0.4",
        "10000:0.4/1.1",
        "10000:./0.8",
        "10000:0.4/0.8,",
        "10000:0.4/0.8,10000:0.3/0.7",
        "99999999999999999999:0.4/0.8"
      })
  void bandsHaveAForm(String bands) {
    assertThatThrownBy(() -> options("-Dscoring.amount-bands=" + bands))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("scoring.amount-bands: must be from:review/decline")
        .hasMessageContaining("got '" + bands + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HUF",
        "HUF 0",
        "HUF -1",
        "HUF 0,0026",
        "HUF 1e3",
        "huf 0.0026",
        "XXZ 1",
        "HUF 0.0026;",
        "HUF 0.0026, JPY 0.0062",
        "HUF 0.0026; HUF 0.0027"
      })
  void ratesHaveAForm(String rates) {
    assertThatThrownBy(() -> options("-Dscoring.rates=" + rates))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("scoring.rates: must be currency and rate")
        .hasMessageContaining("got '" + rates + "'");
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    assertThatThrownBy(() -> FraudScoringOptions.from(new String[] {"-Djob.parallelism=none"}))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("kafka.bootstrap-servers: must be set")
        .hasMessageContaining("schema-registry.url: must be set")
        .hasMessageContaining("job.parallelism: must be a whole number, got 'none'");
  }

  private static FraudScoringOptions options(String... more) {
    return FraudScoringOptions.from(
        Stream.concat(
                Stream.of(
                    "-Dkafka.bootstrap-servers=127.0.0.1:9",
                    "-Dschema-registry.url=http://127.0.0.1:9"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
