package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Status.Part KAFKA =
      new Status.Part(
          "kafka",
          Status.State.RUNNING,
          OptionalLong.of(42),
          Optional.of(Duration.ofSeconds(3_700)),
          OptionalLong.of(300L << 20),
          0,
          Map.of("kafka.port", 19_092));
  private static final Status.Part POSTGRES =
      new Status.Part(
          "postgres",
          Status.State.DOWN,
          OptionalLong.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          0,
          Map.of("database.port", 15_432));

  @Test
  void aTableForPeople() {
    Status status = new Status(List.of(KAFKA, POSTGRES), List.of());
    assertThat(new StatusText(status).text().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("kafka")
                    .contains("running", "42", "1h 1m", "300 MB", "19092"))
        .anySatisfy(line -> assertThat(line).startsWith("postgres").contains("down"))
        .contains("memory of all: 300 MB");
  }

  @Test
  void aStackIsUpWhenAllOfItRunsAndEveryJobIsAsIntended() {
    assertThat(new Status(List.of(KAFKA), List.of()).allUp()).isTrue();
    assertThat(new Status(List.of(KAFKA, POSTGRES), List.of()).allUp()).isFalse();
    assertThat(new Status(List.of(KAFKA), List.of(job("STOPPED", true))).allUp()).isTrue();
    assertThat(new Status(List.of(KAFKA), List.of(job("LOST", false))).allUp()).isFalse();
  }

  @Test
  void aJobThatFailedSaysWhy() {
    Status status = new Status(List.of(KAFKA), List.of(job("FAILED", false)));
    assertThat(new StatusText(status).text().lines())
        .contains("orders is FAILED: too many refused");
    assertThat(status.json().toString()).contains("\"failure\":\"too many refused\"");
  }

  @Test
  void jsonHoldsTheSame() {
    Status status = new Status(List.of(KAFKA), List.of(job("RUNNING", true)));
    assertThat(status.json().toString())
        .isEqualTo(
            "{\"up\":true,\"components\":[{\"name\":\"kafka\",\"state\":\"running\",\"pid\":42,"
                + "\"uptimeSeconds\":3700,\"memoryBytes\":314572800,\"restarts\":0,"
                + "\"ports\":{\"kafka.port\":19092}}],\"jobs\":[{\"name\":\"orders\",\"id\":\"1f\","
                + "\"state\":\"RUNNING\",\"uptimeSeconds\":5,\"restarts\":1}],\"memoryBytes\":314572800}");
  }

  private static Status.Job job(String state, boolean asIntended) {
    return new Status.Job(
        "orders",
        "1f",
        state,
        asIntended,
        Duration.ofSeconds(5),
        OptionalLong.of(1),
        Optional.empty(),
        state.equals("FAILED") ? Optional.of("too many refused") : Optional.empty());
  }
}
