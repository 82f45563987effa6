package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;

/**
 * Nothing breaks: further payments are the fault, in a world of their own beside the others. The
 * breaker, which stops a job when a topic has gone bad, is told that so much is expected.
 */
final class StormFault implements Fault {
  /** Added to the drill's seed: each seed is a world of its own. */
  private static final long OTHER_WORLD = 1_000_000;

  private final Load.Shape shape;
  private final long seed;
  private Load storm;

  /**
   * A storm.
   *
   * @param seed of the drill
   */
  StormFault(Load.Shape shape, long seed) {
    this.shape = requireNonNull(shape);
    this.seed = seed + OTHER_WORLD;
  }

  @Override
  public String[] jobOptions(String job) {
    return job.equals("fraud-scoring") ? new String[] {"-Dinput.breaker-share=0.5"} : new String[0];
  }

  @Override
  public void strike(Arena arena) {
    storm = arena.keep(Load.start(arena, "storm", shape, seed));
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Analyst analyst = Analyst.of(arena.addresses());
    Conditions.await(
        "effect of the storm, decisions on its payments and dead letters in the table",
        PATIENCE,
        () -> {
          storm.requireRunning();
          return !samples().isEmpty() && analyst.count("ops.dead_letters") > 0;
        });
  }

  @Override
  public void heal(Arena arena) {
    storm.close();
  }

  @Override
  public List<Sample> samples() {
    return storm.trace().samples();
  }
}
