package dev.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointInTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-22T09:58:30Z",
    "15m, 2026-11-22T09:45:00Z",
    "2h, 2026-11-22T08:00:00Z",
    "7d, 2026-11-15T10:00:00Z",
    "2026-11-20, 2026-11-20T00:00:00Z",
    "2026-11-20T05:00:00Z, 2026-11-20T05:00:00Z"
  })
  void readsWhatAPersonTypes(String text, Instant expected) {
    assertThat(new PointInTime(text).of("--since", NOW)).isEqualTo(expected);
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> new PointInTime("yesterday").of("--until", NOW))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "--until takes 90s, 15m, 2h, 7d, 2026-11-22 or 2026-11-22T10:00:00Z, not 'yesterday'");
  }
}
