package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/** The network between the jobs and the database misbehaves. */
final class DatabaseNetworkFault implements Fault {
  private final Consumer<TcpProxy> harm;
  private final Consumer<TcpProxy> repair;
  private TcpProxy network;

  DatabaseNetworkFault(Consumer<TcpProxy> harm, Consumer<TcpProxy> repair) {
    this.harm = requireNonNull(harm);
    this.repair = requireNonNull(repair);
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
    harm.accept(network);
  }

  @Override
  public void heal(Arena arena) {
    repair.accept(network);
  }
}
