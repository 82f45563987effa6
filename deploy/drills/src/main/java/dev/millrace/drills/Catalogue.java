package dev.millrace.drills;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All drills there are. */
final class Catalogue {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);
  private static final Load.Shape PAYMENTS = Load.Shape.of(300, "--fraud-share", "0.05");
  private static final Load.Shape FEW_PAYMENTS = Load.Shape.of(100);
  // With few payments beside it, 500 records a second: 100 are bad, one after each three sound ones
  // of the ten million that it could send, and 250 are of one card.
  private static final Load.Shape STORM =
      Load.Shape.of(300, "--hot-card", "0.8333", "--bad", "3000000");
  private static final Load.Shape SPIKE =
      Load.Shape.of(3 * PAYMENTS.rate(), "--fraud-share", "0.05");
  private static final List<String> PLAIN = List.of();
  private static final Map<String, String> AS_SHIPPED = Map.of("start.timeout", "240");
  private static final Map<String, String> TWO_TASKMANAGERS =
      Map.of("start.timeout", "240", "taskmanagers", "2");

  /** Every drill, those that break least first. */
  static final List<Drill> ALL =
      List.of(
          new Drill(
              "taskmanager-kill",
              "TaskManager kill -9",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              20,
              Duration.ZERO,
              seed -> KillFault.of("taskmanager-1")),
          new Drill(
              "taskmanager-lost",
              "TaskManager kill -9, another one has free slots",
              TWO_TASKMANAGERS,
              PLAIN,
              PAYMENTS,
              3,
              Duration.ZERO,
              seed -> KillFault.ofTaskManagerOf("fraud-scoring")),
          new Drill(
              "taskmanager-freeze",
              "TaskManager frozen %s, then resumed",
              TWO_TASKMANAGERS,
              PLAIN,
              PAYMENTS,
              1,
              MINUTE,
              seed -> new FrozenFault(List.of("fraud-scoring", "table-writer"))),
          new Drill(
              "jobmanager-kill",
              "leading JobManager kill -9, the other one takes over",
              AS_SHIPPED,
              List.of("--ha"),
              PAYMENTS,
              3,
              HALF_MINUTE, // TaskManagers work on at first: a calm that comes too soon is none
              seed -> new LeaderKillFault()),
          new Drill(
              "cluster-cut",
              "network between JobManager and TaskManager cut %s",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              HALF_MINUTE,
              seed -> new ClusterNetworkFault()),
          new Drill(
              "kafka-kill",
              "Kafka broker kill -9, down %s",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              Duration.ofSeconds(20),
              seed -> new GoneFault(List.of("kafka"))),
          new Drill(
              "postgres-kill",
              "PostgreSQL kill -9 amid a batch, down %s",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              MINUTE,
              seed -> new KilledDatabaseFault()),
          new Drill(
              "registry-cold",
              "registry down %s, cache cold, jobs restart",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              HALF_MINUTE,
              seed -> new ColdCacheFault()),
          new Drill(
              "database-cut",
              "network to the database cut %s",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              HALF_MINUTE,
              seed ->
                  new DatabaseNetworkFault(
                      TcpProxy::cut, TcpProxy::mend, DatabaseNetworkFault.Effect.STANDSTILL)),
          new Drill(
              "database-slow",
              "database 200 ms slower for %s, twice the load",
              AS_SHIPPED,
              PLAIN,
              Load.Shape.of(600),
              1,
              MINUTE,
              seed ->
                  new DatabaseNetworkFault(
                      network -> network.slowDown(Duration.ofMillis(100)),
                      network -> network.slowDown(Duration.ZERO),
                      DatabaseNetworkFault.Effect.DELAY)),
          new Drill(
              "taskmanagers-gone",
              "all TaskManagers gone %s",
              AS_SHIPPED,
              PLAIN,
              FEW_PAYMENTS,
              1,
              Duration.ofMinutes(6),
              seed -> new GoneFault(List.of("taskmanager-1"))),
          new Drill(
              "checkpoint-corrupt",
              "newest checkpoint corrupted, job restarts",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              Duration.ofSeconds(20),
              seed -> new CorruptCheckpointFault()),
          new Drill(
              "disk-full",
              "checkpoint disk full %s",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              MINUTE,
              seed -> new DiskFullFault()),
          new Drill(
              "poison-storm",
              "five times the load %s: 20 %% of all are bad records, half of all on one card",
              AS_SHIPPED,
              PLAIN,
              FEW_PAYMENTS,
              1,
              MINUTE,
              seed -> StormFault.poisoned(STORM, seed)),
          new Drill(
              "load-spike",
              "four times the load %s",
              AS_SHIPPED,
              PLAIN,
              PAYMENTS,
              1,
              MINUTE,
              seed -> StormFault.of(SPIKE, seed)));

  private Catalogue() {}

  static Optional<Drill> find(String name) {
    return ALL.stream().filter(drill -> drill.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(Drill::name).toList();
  }
}
