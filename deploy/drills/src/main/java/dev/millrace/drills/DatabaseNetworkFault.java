package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The network between the jobs and the database misbehaves. */
final class DatabaseNetworkFault implements Fault {
  /** Of the outage, data has to be on its way for so long at least. */
  private static final double GOOD_PART = 0.5;

  private final Consumer<TcpProxy> harm;
  private final Consumer<TcpProxy> repair;
  private final Effect effect;
  private final Clock clock;
  private TcpProxy network;
  private Duration heldUpBefore;
  private long struckAt;

  /** What is to be seen while the network misbehaves. */
  enum Effect {
    /** No row comes. */
    STANDSTILL,
    /**
     * What jobs and database have to say to each other is on its way for a good part of the time.
     */
    DELAY
  }

  DatabaseNetworkFault(Consumer<TcpProxy> harm, Consumer<TcpProxy> repair, Effect effect) {
    this(harm, repair, effect, Clock.systemUTC());
  }

  DatabaseNetworkFault(
      Consumer<TcpProxy> harm, Consumer<TcpProxy> repair, Effect effect, Clock clock) {
    this.harm = requireNonNull(harm);
    this.repair = requireNonNull(repair);
    this.effect = requireNonNull(effect);
    this.clock = requireNonNull(clock);
  }

  @Override
  public void prepare(Arena arena) {
    network = arena.keep(TcpProxy.to(arena.port("database.port")));
  }

  @Override
  public String[] jobOptions(String job) {
    return job.equals("table-writer")
        ? new String[] {
          "-Ddatabase.url=jdbc:postgresql://127.0.0.1:%d/millrace".formatted(network.port())
        }
        : new String[0];
  }

  @Override
  public void strike(Arena arena) {
    heldUpBefore = network.heldUp();
    struckAt = clock.millis();
    harm.accept(network);
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    switch (effect) {
      case STANDSTILL ->
          Conditions.await(
              "effect of the cut, that no row comes for %d s"
                  .formatted(RowSample.STILL.toSeconds()),
              PATIENCE,
              () -> RowSample.standStill(rows.get(), struckAt));
      case DELAY -> requireDelay();
    }
  }

  /** A writer that has rows to write all the time hears from a slow database all the time. */
  private void requireDelay() {
    long held = network.heldUp().minus(heldUpBefore).toMillis();
    long elapsed = clock.millis() - struckAt;
    if (held < GOOD_PART * elapsed) {
      throw new ToolException(
          String.format(
              Locale.ROOT,
              "the slow network held up data for %d ms in %d ms: less than %.0f %% of the time",
              held,
              elapsed,
              100 * GOOD_PART));
    }
  }

  @Override
  public void heal(Arena arena) {
    repair.accept(network);
  }
}
