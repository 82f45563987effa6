package dev.millrace.drills;

import java.util.List;
import java.util.function.Supplier;

/**
 * The network between JobManager and TaskManagers is cut: each takes the other for dead, and both
 * are alive.
 */
final class ClusterNetworkFault implements Fault {
  private TcpProxy toJobManager;
  private TcpProxy toTaskManager;
  private JobBefore before;

  @Override
  public void prepare(Arena arena) {
    List<Integer> listening = arena.freePorts(2);
    toJobManager = arena.keep(TcpProxy.to(listening.get(0)));
    toTaskManager = arena.keep(TcpProxy.to(listening.get(1)));
    arena.set("flink.rpc-port", Integer.toString(toJobManager.port()));
    arena.set("flink.conf.jobmanager.rpc.bind-port", Integer.toString(listening.get(0)));
    arena.set("flink.conf.taskmanager.rpc.port", Integer.toString(toTaskManager.port()));
    arena.set("flink.conf.taskmanager.rpc.bind-port", Integer.toString(listening.get(1)));
  }

  @Override
  public void look(Arena arena) {
    before = JobBefore.of(Cluster.of(arena), "fraud-scoring");
  }

  @Override
  public void strike(Arena arena) {
    toJobManager.cut();
    toTaskManager.cut();
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the cut, that fraud-scoring restarts or a TaskManager is given up",
        PATIENCE,
        before::wasDisturbed);
  }

  @Override
  public void heal(Arena arena) {
    toJobManager.mend();
    toTaskManager.mend();
  }
}
