package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.util.Map;

/**
 * The JobManager that leads dies as if its machine had lost power; the other one takes over, and
 * the dead one's supervisor starts it again to stand by.
 */
final class LeaderKillFault implements Fault {
  private static final Map<String, String> RPC_PORTS =
      Map.of("jobmanager", "flink.rpc-port", "jobmanager-2", "flink.standby-rpc-port");

  @Override
  public void strike(Arena arena) {
    arena.signal("KILL", leader(arena, Connections.now()));
  }

  @Override
  public boolean isHealedByTheSuite() {
    return true;
  }

  /** TaskManagers, and the JobManager that stands by, are connected to none but the leader. */
  private static String leader(Arena arena, Connections connections) {
    return RPC_PORTS.entrySet().stream()
        .filter(jobManager -> connections.reach(arena.port(jobManager.getValue())))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new ToolException("no JobManager leads"));
  }
}
