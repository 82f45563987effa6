package dev.millrace.common.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.quality.Breaker;
import dev.millrace.suite.DeadLetter;
import org.junit.jupiter.api.Test;

class IngestOptionsTest {

  @Test
  void aDepthBelowThatOfTheRecordsIsRefusedByTheNameOfItsSetting() {
    assertThatThrownBy(() -> options(1).require(DeadLetter.class))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(
            "input.max-schema-depth: must be at least what DeadLetter needs, got '1'");
    assertThatCode(() -> options(10).require(DeadLetter.class)).doesNotThrowAnyException();
  }

  @Test
  void withoutABreakerNothingIsTooMuch() {
    Breaker breaker = new Breaker(options(10).withoutBreaker().breaker());

    for (int i = 0; i < 10_000; i++) {
      assertThat(breaker.refused()).isFalse();
    }
    assertThat(options(10).withoutBreaker().limits()).isEqualTo(options(10).limits());
  }

  private static IngestOptions options(int schemaDepth) {
    return new IngestOptions(
        new DecodeLimits(1_000, 100, schemaDepth), new Breaker.Limit(100, 0.2));
  }
}
