package dev.millrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class InterruptionTest {
  private static final int BY_SIGTERM = 128 + 15;

  @TempDir Path folder;

  private Path trace;
  private Process run;
  private BufferedReader said;

  @BeforeEach
  void start() throws IOException {
    trace = folder.resolve("trace.csv");
    run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedRun.class.getName(),
                trace.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = run.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("waiting");
  }

  @AfterEach
  void end() {
    run.destroyForcibly();
  }

  /** The slowest payments would otherwise be missing from what was measured. */
  @Test
  void theFirstStillWaitsForWhatWasSentAndTheSecondForNothing() throws Exception {
    terminate();
    assertThat(said.readLine()).isEqualTo("interrupted");
    assertThat(said.readLine()).isEqualTo("still waiting");
    decideOne();
    assertThat(run.isAlive()).isTrue();

    terminate();
    assertThat(said.readLine()).isEqualTo("decided 1");
    assertThat(run.waitFor()).isEqualTo(BY_SIGTERM);
  }

  @Test
  void theTraceIsWholeWhenTheProcessHasEnded() throws Exception {
    decideOne();
    terminate();
    assertThat(said.readLine()).isEqualTo("interrupted");
    assertThat(said.readLine()).isEqualTo("still waiting");
    terminate();
    assertThat(run.waitFor()).isEqualTo(BY_SIGTERM);
    assertThat(Files.readAllLines(trace))
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(1)).matches("\\d{13},\\d{13}"))
        .satisfies(lines -> assertThat(lines.get(2)).matches("\\d{13},"));
    assertThat(folder.resolve("trace.csv.status")).content().contains(",2,1,");
  }

  /** By its handle: the process itself would close its streams, too. */
  private void terminate() {
    assertThat(run.toHandle().destroy()).isTrue();
  }

  private void decideOne() throws IOException {
    run.getOutputStream().write('\n');
    run.getOutputStream().flush();
    assertThat(said.readLine()).isEqualTo("one is decided");
  }
}
