package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** Flink's coordinator, with the dashboard and the REST address. */
final class JobManager extends FlinkProcess {
  /** With it the process listens there, and something that passes it on at the RPC port. */
  private static final String BIND_PORT = "jobmanager.rpc.bind-port";

  private final String restSetting;
  private final String rpcSetting;
  private final FlinkRest rest;

  private JobManager(
      String name,
      String restSetting,
      String rpcSetting,
      Folders folders,
      Settings settings,
      FlinkDistribution flink) {
    super(name, folders, settings, flink);
    this.restSetting = requireNonNull(restSetting);
    this.rpcSetting = requireNonNull(rpcSetting);
    this.rest = new FlinkRest(List.of("http://127.0.0.1:" + settings.port(restSetting)));
  }

  /** The only one, or the first of two. */
  static JobManager first(Folders folders, Settings settings, FlinkDistribution flink) {
    return new JobManager(
        "jobmanager", "flink.rest-port", "flink.rpc-port", folders, settings, flink);
  }

  /** The one that takes over. Once it leads, the first one stands by for it. */
  static JobManager standby(Folders folders, Settings settings, FlinkDistribution flink) {
    return new JobManager(
        "jobmanager-2",
        "flink.standby-rest-port",
        "flink.standby-rpc-port",
        folders,
        settings,
        flink);
  }

  @Override
  public Map<String, Integer> ports() {
    String rpc =
        stack().flinkOptions().containsKey(BIND_PORT) ? "flink.conf." + BIND_PORT : rpcSetting;
    return Map.of(restSetting, stack().port(restSetting), rpc, stack().port(rpc));
  }

  @Override
  public Reserve reserve() {
    return new Reserve("jobmanager.process-size", stack().size("jobmanager.process-size"));
  }

  @Override
  String memoryQuestion() {
    return "GET_JM_RESOURCE_PARAMS";
  }

  @Override
  String mainClass() {
    return "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  }

  /** One configuration for all, but two that share a machine cannot share ports. */
  @Override
  List<String> ownArguments() {
    if (HighAvailability.of(stack()) == HighAvailability.NONE) {
      return List.of();
    }
    return List.of(
        "-Drest.port=" + stack().port(restSetting),
        "-Drest.bind-port=" + stack().port(restSetting),
        "-Dhigh-availability.jobmanager.port=" + stack().port(rpcSetting));
  }

  @Override
  public boolean ready() {
    return rest.answers();
  }

  @Override
  public List<String> settings() {
    return List.of("jobmanager.process-size", "jobmanager.jvm-options", rpcSetting);
  }
}
