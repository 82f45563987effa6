package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  @Test
  void theStormIsALoadOfItsOwnThatBeginsWithTheStrike(@TempDir Path root, @TempDir Path state)
      throws Exception {
    Path simulate = Files.createDirectories(root.resolve("scripts")).resolve("simulate");
    Files.writeString(simulate, "#!/bin/sh\necho \"$@\"\nread line\n");
    assertThat(simulate.toFile().setExecutable(true)).isTrue();
    Arena arena = new Arena(root, state, Map.of(), line -> {});
    StormFault fault = StormFault.poisoned(Load.Shape.of(300, "--hot-card", "0.5"), 7);
    fault.prepare(arena);
    Path said = state.resolve("drill/storm.log");
    assertThat(said).doesNotExist();
    fault.strike(arena);
    Conditions.await("the storm", Duration.ofSeconds(30), () -> isWritten(said));
    fault.heal(arena);
    assertThat(said)
        .content()
        .startsWith("payments --seed 1000007 --rate 300 ")
        .contains(state.resolve("drill/storm.csv").toString(), "--hot-card 0.5");
    Files.writeString(state.resolve("drill/storm.csv"), "due_ms,decided_ms\n1000,1010\n");
    assertThat(fault.samples()).containsExactly(new Sample(1000, 1010));
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
