package dev.millrace.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
  @TempDir Path folder;

  @Test
  void writesALineForEachPaymentInWallClockTime() throws Exception {
    long before = System.currentTimeMillis();
    Path file = folder.resolve("trace.csv");
    try (TraceFile trace = new TraceFile(file)) {
      long now = System.nanoTime();
      trace.decided(now, now + Duration.ofMillis(250).toNanos());
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).first().isEqualTo("due_ms,decided_ms");
    String[] values = lines.get(1).split(",", -1);
    long due = Long.parseLong(values[0]);
    // The two clocks are read one after the other.
    assertThat(due).isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
    assertThat(Long.parseLong(values[1]) - due).isBetween(249L, 251L);
  }

  @Test
  void aReaderIsNoMoreThanAMomentBehind() throws Exception {
    Path file = folder.resolve("trace.csv");
    try (TraceFile trace = new TraceFile(file)) {
      long now = System.nanoTime() + Duration.ofMillis(100).toNanos();
      trace.decided(now, now);
      assertThat(Files.readAllLines(file)).as("the header and a payment").hasSize(2);
      trace.decided(now, now + Duration.ofMillis(99).toNanos());
      trace.decided(now, now + Duration.ofMillis(100).toNanos());
      assertThat(Files.readAllLines(file)).hasSize(4);
    }
  }

  @Test
  void namesTheFileItCannotWrite() {
    Path file = folder.resolve("no/such/folder/trace.csv");
    assertThatThrownBy(() -> new TraceFile(file))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("--trace " + file + " cannot be written");
  }
}
