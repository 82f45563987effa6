package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The network between the jobs and the database misbehaves. */
final class DatabaseNetworkFault implements Fault {
  private final Consumer<TcpProxy> harm;
  private final Consumer<TcpProxy> repair;
  private final Effect effect;
  private final Clock clock = Clock.systemUTC();
  private TcpProxy network;
  private long delayedBefore;
  private long struckAt;

  /** What is to be seen while the network misbehaves. */
  enum Effect {
    /** No row comes. */
    STANDSTILL,
    /** What the jobs have to say to the database arrives later. */
    DELAY
  }

  DatabaseNetworkFault(Consumer<TcpProxy> harm, Consumer<TcpProxy> repair, Effect effect) {
    this.harm = requireNonNull(harm);
    this.repair = requireNonNull(repair);
    this.effect = requireNonNull(effect);
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
    delayedBefore = network.delayed();
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
      case DELAY ->
          Conditions.await(
              "effect of the slowness, that what the jobs write is delayed",
              PATIENCE,
              () -> network.delayed() > delayedBefore);
    }
  }

  @Override
  public void heal(Arena arena) {
    repair.accept(network);
  }
}
