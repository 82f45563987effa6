package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillRunTest {
  private static final long STRUCK = 5_000;
  private static final long OVER = 25_000;
  private static final long HEALED = 45_000;

  @TempDir Path root;
  @TempDir Path state;

  private final SettableClock clock = new SettableClock();
  private Arena arena;

  /** Its outage ends at 25 s, and what heals it returns at 45 s. */
  private class SlowlyHealed implements Fault {
    @Override
    public void strike(Arena arena) {
      clock.set(OVER);
    }

    @Override
    public void heal(Arena arena) {
      clock.set(HEALED);
    }
  }

  /** A load that has been calm for payments that were due after 45 s, and for no others. */
  @BeforeEach
  void prepare() throws IOException {
    Path simulate = Files.createDirectories(root.resolve("scripts")).resolve("simulate");
    Files.writeString(simulate, "#!/bin/sh\nread line\n");
    assertThat(simulate.toFile().setExecutable(true)).isTrue();
    Path traces = Files.createDirectories(state.resolve("drill"));
    Files.writeString(traces.resolve("load.csv"), "due_ms,decided_ms\n45001,45021\n");
    Files.writeString(
        traces.resolve("load.csv.status"),
        "at_ms,sent,undecided,oldest_due_ms\n9000000000000,1,0,\n");
    arena = new Arena(root, state, Map.of(), line -> {});
    clock.set(STRUCK);
  }

  private Strike strike(Fault fault) {
    Drill drill = Catalogue.find("taskmanager-kill").orElseThrow();
    assertThat(drill.outage()).isZero();
    DrillRun run = new DrillRun(drill, 1, Duration.ZERO, line -> {}, clock);
    try (Load load = Load.start(arena, "load", drill.load(), 1)) {
      return run.strike(arena, fault, load, List::of);
    }
  }

  /** Components that answer early drain what has piled up while others still start. */
  @Test
  void lagCountsFromWhenTheHealingBegan() {
    assertThat(strike(new SlowlyHealed()))
        .isEqualTo(Strike.healed(STRUCK, OVER, HEALED))
        .satisfies(strike -> assertThat(strike.outage()).isEqualTo(OVER - STRUCK));
  }

  @Test
  void lagCountsFromTheStrikeWhereTheSuiteHealsItself() {
    Fault alone =
        new SlowlyHealed() {
          @Override
          public boolean isHealedByTheSuite() {
            return true;
          }
        };
    assertThat(strike(alone).lagFrom()).isEqualTo(STRUCK);
  }

  @Test
  void aFaultMaySayThatItBrokeLater() {
    Fault late =
        new SlowlyHealed() {
          @Override
          public long broken(long struck) {
            return struck + 3_000;
          }
        };
    assertThat(strike(late).outage()).isEqualTo(OVER - STRUCK - 3_000);
  }
}
