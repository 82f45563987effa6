package dev.millrace.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import dev.millrace.payments.Outcome;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Payment;
import java.io.IOException;
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
  void theStatusTellsOfPaymentsThatNoDecisionTellsOf() throws Exception {
    Path file = folder.resolve("trace.csv");
    long begin = System.currentTimeMillis();
    try (TraceFile trace = new TraceFile(file)) {
      assertThat(status()).as("at once: an earlier run's would mislead").containsSequence("0", "0");
      DecisionTally tally = new DecisionTally(Duration.ZERO, trace);
      long now = System.nanoTime();
      for (int number = 1; number <= 3; number++) {
        tally.sending(payment(number), now + Duration.ofSeconds(number).toNanos());
      }
      awaitStatus("3", "3");
      // The oldest stands still, and others get their decisions.
      tally.decided(2, Outcome.APPROVE, now + Duration.ofSeconds(3).toNanos());
      tally.decided(3, Outcome.APPROVE, now + Duration.ofSeconds(4).toNanos());
      awaitStatus("3", "1");
      assertThat(Long.parseLong(status()[3])).isBetween(begin, begin + 60_000);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(3)).as("what is undecided at the end").isEqualTo(status()[3] + ",");
    assertThat(Long.parseLong(status()[0])).isBetween(begin - 1_000, begin + 60_000);
  }

  @Test
  void whatAnEarlierRunDecidedIsNotUndecided() throws Exception {
    Path file = folder.resolve("trace.csv");
    try (TraceFile trace = new TraceFile(file)) {
      DecisionTally tally = new DecisionTally(Duration.ZERO, trace);
      tally.decidedEarlier(1, Outcome.APPROVE);
      tally.sending(payment(1), System.nanoTime());
      tally.sending(payment(2), System.nanoTime());
      tally.decidedEarlier(2, Outcome.APPROVE);
    }
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(status()).containsExactly(status()[0], "2", "0", "");
  }

  /** Of the form at, sent, undecided, oldest due. */
  private String[] status() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("trace.csv.status"));
    assertThat(lines).hasSize(2).first().isEqualTo("at_ms,sent,undecided,oldest_due_ms");
    return lines.get(1).split(",", -1);
  }

  private void awaitStatus(String sent, String undecided) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!(status()[1].equals(sent) && status()[2].equals(undecided))) {
      assertThat(System.nanoTime()).as("nanoseconds").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static Payment payment(long number) {
    return new Payment(number, 1, 1, 100, 0, FraudScenario.LEGITIMATE);
  }

  @Test
  void namesTheFileItCannotWrite() {
    Path file = folder.resolve("no/such/folder/trace.csv");
    assertThatThrownBy(() -> new TraceFile(file))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("--trace " + file + " cannot be written");
  }
}
