package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTypeTest {

  @Test
  void aListTravelsAsAnArrayLiteralWithEveryElementQuoted() {
    assertThat(
            SqlType.TEXT_ARRAY.toElement(
                List.of("plain", "a,b", "say \"hi\"", "back\\slash", "NULL", "", "{x}")))
        .isEqualTo(
            "{\"plain\",\"a,b\",\"say \\\"hi\\\"\",\"back\\\\slash\",\"NULL\",\"\",\"{x}\"}");
    assertThat(SqlType.TEXT_ARRAY.toElement(List.of())).isEqualTo("{}");
  }

  @Test
  void aTimeTravelsAsMilliseconds() {
    assertThat(SqlType.TIMESTAMPTZ.toElement(Instant.parse("2026-01-01T00:00:00.123Z")))
        .isEqualTo(1_767_225_600_123L);
  }
}
