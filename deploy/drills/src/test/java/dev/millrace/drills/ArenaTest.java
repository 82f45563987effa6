package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArenaTest {
  @TempDir Path root;
  @TempDir Path state;

  private final List<String> told = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private Arena arena;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(root.resolve("scripts"));
    Files.createDirectories(state.resolve("pids"));
    arena = new Arena(root, state, Map.of(), told::add);
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  /** Runs until its input ends, which is with the test. */
  private Process start(String component, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "read line", "sh"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    Files.writeString(state.resolve("pids").resolve(component), process.pid() + "\n");
    return process;
  }

  @Test
  void signalsGoToProcessesOfThisStackOnly() throws Exception {
    Process stranger = start("kafka", "/somewhere/else/conf");
    Process ours = start("postgres", "-D", state.resolve("data").toString());
    Process supervisor = start("postgres.supervisor", state.resolve("pids").toString() + "/");
    assertThat(arena.pid("kafka")).isEmpty();
    assertThatThrownBy(() -> arena.signal("KILL", "kafka"))
        .isInstanceOf(ToolException.class)
        .hasMessage("kafka does not run");
    arena.killForGood("postgres");
    assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void aSignalArrives() throws Exception {
    Process ours = start("postgres", "-D", state.resolve("data").toString());
    arena.signal("USR1", "postgres");
    assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ours.exitValue()).isEqualTo(128 + 10);
  }

  @Test
  void oneThatCannotBeSentIsNamed() throws Exception {
    Process ours = start("postgres", "-D", state.resolve("data").toString());
    assertThatThrownBy(() -> arena.signal("NONE", "postgres"))
        .isInstanceOf(ToolException.class)
        .hasMessage("cannot send NONE to pid %d", ours.pid());
  }

  @Test
  void whatWasMadeForADrillIsTakenAwayHoweverItEnds() {
    List<String> closed = new ArrayList<>();
    arena.keep(() -> closed.add("disk"));
    arena.keep(
        () -> {
          closed.add("network");
          throw new IOException("busy");
        });
    // There is no scripts/down, so that stopping the stack fails as well.
    assertThatThrownBy(arena::close).isInstanceOf(ToolException.class);
    assertThat(closed).containsExactly("network", "disk");
  }

  @Test
  void aStackThatDoesNotStopIsKilledAndNoOther() throws Exception {
    script("down", "echo 'no savepoint' >&2", "exit 1");
    Process stranger = start("kafka", "/somewhere/else/conf");
    Process ours = start("postgres", "-D", state.resolve("data").toString());
    Process supervisor = start("postgres.supervisor", state.resolve("pids").toString() + "/");
    Process restarted = start("postgres.restarts", state.resolve("data").toString());
    arena.close();
    assertThat(told).containsExactly("scripts/down failed, killing the stack: no savepoint");
    assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stranger.isAlive()).isTrue();
    assertThat(restarted.isAlive()).as("that file holds a count").isTrue();
  }

  @Test
  void whoStopsADrillTakesAwayWhatWasMadeForItOnce() throws IOException {
    script("down", "exit 0");
    List<String> closed = new ArrayList<>();
    arena.keep(() -> closed.add("disk"));
    arena.abandon();
    arena.close();
    assertThat(closed).containsExactly("disk");
  }

  /** A load that is asked once waits for decisions, of a stack that is gone. */
  @Test
  void whoStopsADrillAsksItsLoadTwice() throws Exception {
    Path asked = root.resolve("asked");
    script("down", "while [ ! -e '%s' ]; do sleep 0.05; done".formatted(asked));
    Process load =
        new ProcessBuilder(
                "sh",
                "-c",
                "trap 'trap - TERM; touch \"$0\"' TERM; echo ready >&2; while :; do sleep 0.05; done",
                asked.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(load);
    try (BufferedReader said = load.errorReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("ready");
      arena.abandon();
      assertThat(load.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void flinksProcessesHaveTheMetricsPortsOfTheSettings() {
    Arena given = new Arena(root, state, Map.of("flink.metrics-ports", "9250-9252"), told::add);
    assertThat(given.metricsPorts()).containsExactly(9250, 9251, 9252);
    assertThat(arena.metricsPorts()).hasSizeGreaterThan(10);
  }

  private void script(String name, String... lines) throws IOException {
    Path file = root.resolve("scripts").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aStackHasPortsOfItsOwn() {
    assertThat(arena.freePorts(2)).doesNotContain(arena.port("kafka.port"));
    assertThat(arena.port("kafka.port")).isLessThan(32_768);
  }
}
