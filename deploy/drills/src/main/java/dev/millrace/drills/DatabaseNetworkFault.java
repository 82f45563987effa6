package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The network between the jobs and the database misbehaves. */
final class DatabaseNetworkFault implements Fault {
  private static final Duration STILL = Duration.ofSeconds(5);

  private final Consumer<TcpProxy> harm;
  private final Consumer<TcpProxy> repair;
  private final Effect effect;
  private final Clock clock = Clock.systemUTC();
  private TcpProxy network;
  private long passedBefore;
  private long struckAt;

  /** What is to be seen while the network misbehaves. */
  enum Effect {
    /** No row comes. */
    STANDSTILL,
    /** What the jobs have to say to the database goes through this network, and arrives. */
    TRAFFIC
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
    passedBefore = network.passed();
    struckAt = clock.millis();
    harm.accept(network);
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    switch (effect) {
      case STANDSTILL ->
          Conditions.await(
              "effect of the cut, that no row comes for %d s".formatted(STILL.toSeconds()),
              PATIENCE,
              () -> standStill(rows.get(), struckAt));
      case TRAFFIC ->
          Conditions.await(
              "effect of the slowness, that the jobs write through it",
              PATIENCE,
              () -> network.passed() > passedBefore);
    }
  }

  /** Whether the table was as full at the newest look as some time before it, after the moment. */
  static boolean standStill(List<RowSample> rows, long after) {
    if (rows.isEmpty()) {
      return false;
    }
    RowSample newest = rows.get(rows.size() - 1);
    return rows.stream()
        .anyMatch(
            row ->
                row.at() >= after
                    && row.at() <= newest.at() - STILL.toMillis()
                    && row.rows() == newest.rows());
  }

  @Override
  public void heal(Arena arena) {
    repair.accept(network);
  }
}
