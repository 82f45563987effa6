package dev.millrace.drills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

  private static List<RowSample> counted(long... rows) {
    return IntStream.range(0, rows.length)
        .mapToObj(second -> new RowSample(1_000L * second, rows[second]))
        .toList();
  }

  @Test
  void rowsStandStillWhenNoneComesForAWhileAfterTheCut() {
    assertThat(RowSample.standStill(List.of(), 0)).isFalse();
    List<RowSample> still = counted(10, 20, 30, 30, 30, 30, 30, 30);
    assertThat(RowSample.standStill(still, 1_000)).isTrue();
    assertThat(RowSample.standStill(still, 2_500)).as("not long enough").isFalse();
    assertThat(RowSample.standStill(counted(1, 2, 3, 4, 5, 6, 7, 8), 0)).isFalse();
    assertThat(RowSample.standStill(counted(5, 5, 5, 5, 5, 5, 5, 9), 0))
        .as("rows came after all")
        .isFalse();
  }

  /** Says how it was called, and that it has sent so much. */
  private static Arena withASimulator(Path root, Path state, int sent) throws IOException {
    Path simulate = Files.createDirectories(root.resolve("scripts")).resolve("simulate");
    Files.writeString(simulate, "#!/bin/sh\necho \"$@\"\nread line\n");
    assertThat(simulate.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        Files.createDirectories(state.resolve("drill")).resolve("storm.csv.status"),
        "at_ms,sent,undecided,oldest_due_ms\n2000,%d,0,\n".formatted(sent));
    return new Arena(root, state, Map.of(), line -> {});
  }

  @Test
  void theStormIsALoadOfItsOwnThatBeginsWithTheStrike(@TempDir Path root, @TempDir Path state)
      throws Exception {
    Arena arena = withASimulator(root, state, 5);
    StormFault fault = StormFault.poisoned(Load.Shape.of(300, "--hot-card", "0.5"), 7);
    fault.prepare(arena);
    Path said = state.resolve("drill/storm.log");
    assertThat(said).doesNotExist();
    fault.strike(arena);
    assertThat(fault.broken(5)).as("with its first payment").isGreaterThan(1_000_000_000_000L);
    Conditions.await("the storm", Duration.ofSeconds(30), () -> isWritten(said));
    fault.heal(arena);
    assertThat(said)
        .content()
        .startsWith("payments --seed 1000007 --rate 300 ")
        .contains(state.resolve("drill/storm.csv").toString(), "--hot-card 0.5");
    Files.writeString(state.resolve("drill/storm.csv"), "due_ms,decided_ms\n1000,1010\n1100,\n");
    assertThat(fault.payments())
        .isEqualTo(new Traced(List.of(new Sample(1000, 1010)), List.of(new Sample(1100, 2000))));
  }

  @Test
  void aStormThatIsABreezeProvesNothing(@TempDir Path root, @TempDir Path state) throws Exception {
    Arena arena = withASimulator(root, state, 4_799);
    SettableClock clock = new SettableClock();
    StormFault fault = new StormFault(Load.Shape.of(300), 7, false, clock);
    fault.strike(arena);
    try {
      Files.writeString(state.resolve("drill/storm.csv"), "due_ms,decided_ms\n1000,1010\n");
      clock.set(20_000);
      assertThatThrownBy(() -> fault.verify(arena, List::of))
          .isInstanceOf(ToolException.class)
          .hasMessage(
              "the storm sent 4799 payments in 20.0 s, at its rate it is 6000: less than 80 %");
      clock.set(19_000);
      assertThatThrownBy(() -> fault.verify(arena, List::of))
          .as("comes as far as to ask the database, which is not there")
          .hasMessage("cannot read the analyst's password");
    } finally {
      fault.heal(arena);
    }
  }

  @Test
  void aLoadThatEndsByItselfIsNamed(@TempDir Path root, @TempDir Path state) throws Exception {
    Path simulate = Files.createDirectories(root.resolve("scripts")).resolve("simulate");
    Files.writeString(simulate, "#!/bin/sh\nexit 3\n");
    assertThat(simulate.toFile().setExecutable(true)).isTrue();
    Arena arena = new Arena(root, state, Map.of(), line -> {});
    try (Load load = Load.start(arena, "load", Load.Shape.of(300), 1)) {
      assertThatThrownBy(() -> load.awaitCalm(0, Duration.ofSeconds(30)))
          .hasMessage("the load ended with code 3: see load.err");
      assertThatThrownBy(load::finish).hasMessage("the load ended with code 3: see load.err");
    }
  }

  @Test
  void aLoadThatNeverCalmsDownSaysWhatWaits(@TempDir Path root, @TempDir Path state)
      throws Exception {
    Arena arena = withASimulator(root, state, 5);
    Files.writeString(
        state.resolve("drill/storm.csv.status"),
        "at_ms,sent,undecided,oldest_due_ms\n42000,5,3,2000\n");
    try (Load load = Load.start(arena, "storm", Load.Shape.of(300), 1)) {
      assertThatThrownBy(() -> load.awaitCalm(0, Duration.ZERO))
          .hasMessage(
              "decisions as quick as before: not within 0 s; of the payments, 3 are undecided, the"
                  + " oldest for 40 s");
    }
  }

  @Test
  void aSlowDatabaseThatIsHardlyAskedProvesNothing(@TempDir Path root, @TempDir Path state)
      throws Exception {
    Arena arena = new Arena(root, state, Map.of(), line -> {});
    SettableClock clock = new SettableClock();
    DatabaseNetworkFault fault =
        new DatabaseNetworkFault(
            network -> network.slowDown(Duration.ofMillis(50)),
            network -> network.slowDown(Duration.ZERO),
            DatabaseNetworkFault.Effect.DELAY,
            clock);
    try (ServerSocket database =
        new ServerSocket(arena.port("database.port"), 10, InetAddress.getLoopbackAddress())) {
      fault.prepare(arena);
      String url = fault.jobOptions("table-writer")[0];
      int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
      try (Socket job = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket client = database.accept()) {
        fault.strike(arena);
        job.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isOne();

        // Some 50 ms, however slow this machine is.
        clock.set(90);
        fault.verify(arena, List::of);
        clock.set(60_000);
        assertThatThrownBy(() -> fault.verify(arena, List::of))
            .isInstanceOf(ToolException.class)
            .hasMessageMatching(
                "the slow network held up data for \\d+ ms in 60000 ms: less than 50 % of the time");
      }
    }
  }

  @Test
  void theColdCacheIsFeltWhereTheTasksThatRunAgainWaitForTheRegistry() throws Exception {
    List<RowSample> still = counted(10, 20, 30, 30, 30, 30, 30, 30);
    AtomicReference<String> told = new AtomicReference<>("");
    HttpServer taskManager =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    taskManager.createContext(
        "/metrics",
        exchange -> {
          byte[] answer = told.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    taskManager.start();
    try {
      int nobody = new FreePorts().find(1).get(0);
      FlinkMetrics metrics = new FlinkMetrics(List.of(nobody, taskManager.getAddress().getPort()));
      assertThat(ColdCacheFault.isFelt(metrics, still, 1_000))
          .as("rows stand still after any kill -9")
          .isFalse();
      String waiting = "flink_taskmanager_job_task_operator_recordsWaitingForSchema";
      String failures = "flink_taskmanager_job_task_operator_registryFailures";
      told.set(
          "# HELP %1$s a b 5\n%1$s{job_name=\"a b\",} 0.0\n%2$s{job_name=\"a\",} 0.0\n%2$s_more 3\n"
              .formatted(waiting, failures));
      assertThat(ColdCacheFault.isFelt(metrics, still, 1_000)).isFalse();
      told.set("%s{subtask_index=\"0\",} 2.0\n".formatted(failures));
      assertThat(ColdCacheFault.isFelt(metrics, still, 1_000)).isTrue();
      told.set("%s{subtask_index=\"0\",job_name=\"a b\",} 17.0\n".formatted(waiting));
      assertThat(ColdCacheFault.isFelt(metrics, still, 1_000)).isTrue();
      assertThat(ColdCacheFault.isFelt(metrics, counted(1, 2, 3, 4, 5, 6, 7), 0)).isFalse();
    } finally {
      taskManager.stop(0);
    }
  }

  @Test
  void theLeaderIsTheOneThatWasGrantedLeadershipLast(@TempDir Path logs) throws Exception {
    Files.writeString(
        logs.resolve("jobmanager.log"),
        granted("2026-11-27 00:16:28,270") + "2026-11-27 00:16:30,000 INFO  Another line\n");
    assertThat(LeaderKillFault.leader(logs)).isEqualTo("jobmanager");

    Files.writeString(logs.resolve("jobmanager-2.log"), granted("2026-11-27 00:17:32,864"));
    assertThat(LeaderKillFault.leader(logs)).isEqualTo("jobmanager-2");

    Files.writeString(
        logs.resolve("jobmanager.log"),
        granted("2026-11-27 00:18:01,000"),
        StandardOpenOption.APPEND);
    assertThat(LeaderKillFault.leader(logs)).isEqualTo("jobmanager");
  }

  private static String granted(String time) {
    return time
        + " INFO  Runner [] - DefaultDispatcherRunner was granted leadership with leader id 5\n";
  }

  private static boolean isWritten(Path file) {
    return Files.exists(file) && file.toFile().length() > 0;
  }
}
