package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that watches over a process, with a shell in the place of a component. */
class SuperviseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path state;
  private ComponentProcess process;
  private String marker;

  @BeforeEach
  void component() {
    marker = "marker-" + state.getFileName();
    process =
        new ComponentProcess(
            new Folders(Path.of("").toAbsolutePath().getParent().getParent(), state),
            new TestComponent(marker));
  }

  @AfterEach
  void end() {
    process.stop(Duration.ofSeconds(5));
  }

  private Process start(int restarts, String script) {
    return process.start(
        new Launch(
            List.of("bash", "-c", script, marker),
            Map.of(),
            state.resolve("out"),
            "TERM",
            restarts,
            marker));
  }

  private LocalProcess awaitOtherThan(long pid) {
    assertThat(
            Deadline.in(PATIENCE)
                .await(() -> process.process().filter(found -> found.pid() != pid).isPresent()))
        .isTrue();
    return process.process().orElseThrow();
  }

  @Test
  void aProcessThatIsKilledIsStartedAgain() {
    start(5, "while :; do sleep 0.1; done");
    LocalProcess first = awaitOtherThan(0);
    first.handle().destroyForcibly();
    LocalProcess second = awaitOtherThan(first.pid());
    assertThat(second.handle().isAlive()).isTrue();
    assertThat(Deadline.in(PATIENCE).await(() -> process.restarts() == 1)).isTrue();
  }

  @Test
  void aProcessThatKeepsDyingIsGivenUp() throws Exception {
    Process supervisor = start(2, "exit 7");
    assertThat(supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(supervisor.exitValue()).isEqualTo(1);
    assertThat(Files.readString(state.resolve("out")))
        .contains("test ended with code 7")
        .contains("test died 3 times in a row, giving up");
    assertThat(process.alive()).isFalse();
  }

  /** That somebody kills it says nothing of whether it can start. */
  @Test
  void aProcessThatIsKilledAgainAndAgainIsNotGivenUp() {
    start(1, "while :; do sleep 0.1; done");
    LocalProcess running = awaitOtherThan(0);
    for (int kills = 0; kills < 3; kills++) {
      running.handle().destroyForcibly();
      running = awaitOtherThan(running.pid());
    }
    assertThat(running.handle().isAlive()).isTrue();
  }

  @Test
  void aProcessThatIsStartedOnceIsNotStartedAgainThoughItWasKilled() throws Exception {
    Process supervisor = start(0, "kill -9 $$");
    assertThat(supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.alive()).isFalse();
  }

  @Test
  void stopIsPassedOnAndWaitedFor() throws IOException {
    Path ready = state.resolve("ready");
    Path farewell = state.resolve("farewell");
    start(
        5,
        "trap 'sleep 0.3; echo bye >%s; exit' TERM; touch %s; while :; do sleep 0.1; done"
            .formatted(farewell, ready));
    awaitOtherThan(0);
    assertThat(Deadline.in(PATIENCE).await(() -> Files.exists(ready))).isTrue();
    assertThat(process.stop(PATIENCE)).isTrue();
    assertThat(process.alive()).isFalse();
    assertThat(farewell).hasContent("bye");
    assertThat(state.resolve("pids")).isEmptyDirectory();
  }

  @Test
  void aProcessThatDoesNotListenIsKilled() {
    Path ready = state.resolve("ready");
    start(5, "trap '' TERM; touch %s; while :; do sleep 0.1; done".formatted(ready));
    LocalProcess deaf = awaitOtherThan(0);
    assertThat(Deadline.in(PATIENCE).await(() -> Files.exists(ready))).isTrue();
    assertThat(process.stop(Duration.ofMillis(500))).isFalse();
    assertThat(Deadline.in(PATIENCE).await(() -> !deaf.handle().isAlive())).isTrue();
    assertThat(process.alive()).isFalse();
  }

  @Test
  void aPidThatNowBelongsToAnotherProcessIsNotOurs() throws IOException {
    Files.createDirectories(state.resolve("pids"));
    Files.writeString(state.resolve("pids/test"), Long.toString(ProcessHandle.current().pid()));
    assertThat(process.process()).isEqualTo(Optional.empty());
    assertThat(process.stop(Duration.ofSeconds(1))).isTrue();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  private record TestComponent(String marker) implements Component {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public Map<String, Integer> ports() {
      return Map.of();
    }

    @Override
    public Reserve reserve() {
      return new Reserve("test.size", new Size(1));
    }

    @Override
    public Launch prepare() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public Path log() {
      return Path.of("out");
    }

    @Override
    public List<String> settings() {
      return List.of();
    }
  }
}
