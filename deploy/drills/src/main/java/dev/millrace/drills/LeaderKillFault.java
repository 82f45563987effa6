package dev.millrace.drills;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The JobManager that leads dies as if its machine had lost power; the other one takes over, and
 * the dead one's supervisor starts it again to stand by.
 */
final class LeaderKillFault implements Fault {
  private static final Map<String, String> RPC_PORTS =
      Map.of("jobmanager", "flink.rpc-port", "jobmanager-2", "flink.standby-rpc-port");

  private String leader;

  @Override
  public void look(Arena arena) {
    Conditions.await("one JobManager that leads", PATIENCE, () -> leaders(arena).size() == 1);
    leader = leaders(arena).get(0);
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("KILL", leader);
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the kill, that the other JobManager leads",
        PATIENCE,
        () -> leaders(arena).stream().anyMatch(leads -> !leads.equals(leader)));
  }

  @Override
  public boolean isHealedByTheSuite() {
    return true;
  }

  /** TaskManagers, and the JobManager that stands by, are connected to none but the leader. */
  private static List<String> leaders(Arena arena) {
    Connections connections = Connections.now();
    return RPC_PORTS.entrySet().stream()
        .filter(jobManager -> connections.reach(arena.port(jobManager.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
