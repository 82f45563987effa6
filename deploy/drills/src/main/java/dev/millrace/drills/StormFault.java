package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Nothing breaks: further payments are the fault, in a world of their own beside the others. Where
 * some of them are bad, the breaker, which stops a job when a topic has gone bad, is told that so
 * much is expected.
 */
final class StormFault implements Fault {
  /** Added to the drill's seed: each seed is a world of its own. */
  private static final long OTHER_WORLD = 1_000_000;

  /** Of what is due so far, this much at least has to be sent for the storm to be one. */
  private static final double GOOD_PART = 0.8;

  private final Load.Shape shape;
  private final long seed;
  private final boolean bad;
  private final Clock clock;
  private Load storm;
  private long begun;

  StormFault(Load.Shape shape, long seed, boolean bad, Clock clock) {
    this.shape = requireNonNull(shape);
    this.seed = seed + OTHER_WORLD;
    this.bad = bad;
    this.clock = requireNonNull(clock);
  }

  /**
   * More of the same.
   *
   * @param seed of the drill
   */
  static StormFault of(Load.Shape shape, long seed) {
    return new StormFault(shape, seed, false, Clock.systemUTC());
  }

  /**
   * A load with bad records in it.
   *
   * @param seed of the drill
   */
  static StormFault poisoned(Load.Shape shape, long seed) {
    return new StormFault(shape, seed, true, Clock.systemUTC());
  }

  @Override
  public boolean sendsBadRecords() {
    return bad;
  }

  @Override
  public String[] jobOptions(String job) {
    return bad && job.equals("fraud-scoring")
        ? new String[] {"-Dinput.breaker-share=0.5"}
        : new String[0];
  }

  /** The storm begins with its first payment; until then its simulator starts. */
  @Override
  public void strike(Arena arena) {
    storm = arena.keep(Load.start(arena, "storm", shape, seed));
    Conditions.await(
        "the storm's first payment",
        PATIENCE,
        () -> {
          storm.requireRunning();
          return sent() > 0;
        });
    begun = clock.millis();
  }

  @Override
  public long broken(long struck) {
    return begun;
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    storm.requireRunning();
    requireForce();
    DatabaseLogin analyst = DatabaseLogin.analyst(arena.addresses());
    Conditions.await(
        "effect of the storm, decisions on its payments, and dead letters of those that are bad",
        PATIENCE,
        () -> {
          storm.requireRunning();
          return storm.trace().hasDecisions() && (!bad || analyst.count("ops.dead_letters") > 0);
        });
  }

  /** A machine that is too slow to send it makes a breeze of it. */
  private void requireForce() {
    long sent = sent();
    double seconds = (clock.millis() - begun) / 1000.0;
    double due = shape.rate() * seconds;
    if (sent < GOOD_PART * due) {
      throw new ToolException(
          String.format(
              Locale.ROOT,
              "the storm sent %d payments in %.1f s, at its rate it is %.0f: less than %.0f %%",
              sent,
              seconds,
              due,
              100 * GOOD_PART));
    }
  }

  private long sent() {
    return storm.trace().status().map(TraceStatus::sent).orElse(0L);
  }

  @Override
  public void heal(Arena arena) {
    storm.finish();
  }

  @Override
  public Traced payments() {
    return storm.trace().payments();
  }
}
