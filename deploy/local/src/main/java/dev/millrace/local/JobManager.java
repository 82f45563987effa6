package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** Flink's coordinator, with the dashboard and the REST address. */
final class JobManager extends FlinkProcess {
  private final FlinkRest rest;

  JobManager(Folders folders, Settings settings, FlinkDistribution flink, FlinkRest rest) {
    super("jobmanager", folders, settings, flink);
    this.rest = requireNonNull(rest);
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.of(
        "flink.rest-port", stack().port("flink.rest-port"),
        "flink.rpc-port", stack().port("flink.rpc-port"));
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

  @Override
  List<String> ownArguments() {
    return List.of();
  }

  @Override
  public boolean ready() {
    return rest.answers();
  }

  @Override
  public List<String> settings() {
    return List.of("jobmanager.process-size", "jobmanager.jvm-options", "flink.rpc-port");
  }
}
