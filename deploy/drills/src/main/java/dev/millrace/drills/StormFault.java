package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;

/**
 * Nothing breaks: further payments are the fault, in a world of their own beside the others. Where
 * some of them are bad, the breaker, which stops a job when a topic has gone bad, is told that so
 * much is expected.
 */
final class StormFault implements Fault {
  /** Added to the drill's seed: each seed is a world of its own. */
  private static final long OTHER_WORLD = 1_000_000;

  private final Load.Shape shape;
  private final long seed;
  private final boolean bad;
  private Load storm;

  private StormFault(Load.Shape shape, long seed, boolean bad) {
    this.shape = requireNonNull(shape);
    this.seed = seed + OTHER_WORLD;
    this.bad = bad;
  }

  /**
   * More of the same.
   *
   * @param seed of the drill
   */
  static StormFault of(Load.Shape shape, long seed) {
    return new StormFault(shape, seed, false);
  }

  /**
   * A load with bad records in it.
   *
   * @param seed of the drill
   */
  static StormFault poisoned(Load.Shape shape, long seed) {
    return new StormFault(shape, seed, true);
  }

  @Override
  public String[] jobOptions(String job) {
    return bad && job.equals("fraud-scoring")
        ? new String[] {"-Dinput.breaker-share=0.5"}
        : new String[0];
  }

  @Override
  public void strike(Arena arena) {
    storm = arena.keep(Load.start(arena, "storm", shape, seed));
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Analyst analyst = Analyst.of(arena.addresses());
    Conditions.await(
        "effect of the storm, decisions on its payments, and dead letters of those that are bad",
        PATIENCE,
        () -> {
          storm.requireRunning();
          return storm.trace().hasDecisions() && (!bad || analyst.count("ops.dead_letters") > 0);
        });
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
