package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run of a drill: a fresh stack, a load, quiet, the strikes each with its healing, quiet, the
 * audit.
 */
final class DrillRun {
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  // A strike falls anywhere between two checkpoints.
  private static final int CHECKPOINT_INTERVAL_MILLIS = 10_000;
  // The simulator marks what it sends for a job to refuse.
  private static final String SOUND_LETTERS =
      "ops.dead_letters WHERE NOT headers @> '[{\"name\": \"simulator-bad\"}]'";

  private final Drill drill;
  private final long seed;
  private final Duration quiet;
  private final Random random;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * Prepares a run.
   *
   * @param seed moments of the strikes and payments are drawn from it
   * @param quiet how long is measured before the first strike and after the last
   * @param progress hears what happens, line by line
   */
  DrillRun(Drill drill, long seed, Duration quiet, Consumer<String> progress) {
    this(drill, seed, quiet, progress, Clock.systemUTC());
  }

  DrillRun(Drill drill, long seed, Duration quiet, Consumer<String> progress, Clock clock) {
    this.drill = requireNonNull(drill);
    this.seed = seed;
    this.quiet = requireNonNull(quiet);
    this.random = new Random(seed);
    this.progress = requireNonNull(progress);
    this.clock = requireNonNull(clock);
  }

  /**
   * Runs the drill.
   *
   * @param root folder of the suite
   * @param state folder for the stack
   */
  Result run(Path root, Path state) {
    Fault fault = drill.fault().apply(seed);
    try (Arena arena = Arena.open(root, state, drill.settings(), this::tell)) {
      tell("a stack in %s".formatted(state));
      fault.prepare(arena);
      arena.start(drill.upOptions().toArray(new String[0]));
      for (String job : List.of("fraud-scoring", "table-writer")) {
        arena.submit(job, fault.jobOptions(job));
      }
      Audit.arm(arena);
      return underLoad(arena, fault);
    }
  }

  private Result underLoad(Arena arena, Fault fault) {
    List<Strike> strikes = new ArrayList<>();
    Traced payments;
    List<RowSample> rows;
    long measuredFrom;
    try (TableRows table = new TableRows(arena.addresses())) {
      try (Load load = Load.start(arena, "load", drill.load(), seed)) {
        load.awaitCalm(0, PATIENCE);
        Conditions.pause(WARM_UP);
        // A machine that warms up slowly falls behind after the first quick answers.
        load.awaitCalm(clock.millis(), PATIENCE);
        measuredFrom = clock.millis();
        Conditions.pause(quiet);
        for (int i = 1; i <= drill.strikes(); i++) {
          Conditions.pause(Duration.ofMillis(random.nextInt(CHECKPOINT_INTERVAL_MILLIS)));
          strikes.add(strike(arena, fault, load, table::samples));
          tell("strike %d of %d: calm again".formatted(i, drill.strikes()));
        }
        Conditions.pause(quiet);
        load.finish();
        payments = load.trace().payments().and(fault.payments());
      }
      long decided = payments.decided().size();
      if (!Conditions.holdsWithin(PATIENCE, () -> table.newest() >= decided)) {
        // The audit will say which are missing.
        tell("%d decisions, %d rows".formatted(decided, table.newest()));
      }
      rows = table.samples();
    }
    tell("auditing %d decisions".formatted(payments.decided().size()));
    return new Result(
        drill,
        seed,
        new Timeline(payments, strikes, rows, measuredFrom).figures(),
        Audit.of(arena, fault.sendsBadRecords()).with(amiss(arena, fault, payments)));
  }

  /** What an audit of topics and tables does not ask for. */
  private static List<String> amiss(Arena arena, Fault fault, Traced payments) {
    List<String> amiss = new ArrayList<>();
    if (!payments.undecided().isEmpty()) {
      amiss.add(
          "%d payments undecided when their load ended".formatted(payments.undecided().size()));
    }
    if (fault.sendsBadRecords()) {
      long sound = DatabaseLogin.analyst(arena.addresses()).count(SOUND_LETTERS);
      if (sound > 0) {
        amiss.add("%d dead letters are of records that were not bad".formatted(sound));
      }
    }
    return amiss;
  }

  Strike strike(Arena arena, Fault fault, Load load, Supplier<List<RowSample>> rows) {
    fault.look(arena);
    long struck = clock.millis();
    fault.strike(arena);
    Conditions.pause(drill.outage());
    fault.verify(arena, rows);
    // What the healing drains while it goes on counts; calm is that of payments after all of it.
    long healing = clock.millis();
    fault.heal(arena);
    load.awaitCalm(clock.millis(), PATIENCE);
    long calm = clock.millis();
    long broken = fault.broken(struck);
    return fault.isHealedByTheSuite()
        ? Strike.healedByTheSuite(broken, healing, calm)
        : Strike.healed(broken, healing, calm);
  }

  private void tell(String what) {
    progress.accept("%s, seed %d: %s".formatted(drill.name(), seed, what));
  }
}
