package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** One of Flink's workers. */
final class TaskManager extends FlinkProcess {
  private final FlinkRest rest;

  TaskManager(
      int number, Folders folders, Settings settings, FlinkDistribution flink, FlinkRest rest) {
    super("taskmanager-" + number, folders, settings, flink);
    this.rest = requireNonNull(rest);
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.of();
  }

  @Override
  public Reserve reserve() {
    return new Reserve("taskmanager.process-size", stack().size("taskmanager.process-size"));
  }

  @Override
  String memoryQuestion() {
    return "GET_TM_RESOURCE_PARAMS";
  }

  @Override
  String mainClass() {
    return "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  }

  /**
   * Under the name that it had before, a TaskManager that was started again takes its old place at
   * once.
   */
  @Override
  List<String> ownArguments() {
    return List.of("-Dtaskmanager.resource-id=" + name());
  }

  @Override
  public boolean ready() {
    return rest.taskManagers().contains(name());
  }

  @Override
  public List<String> settings() {
    return List.of(
        "taskmanager.process-size",
        "taskmanager.jvm-options",
        "taskmanager.managed-size",
        "taskmanager.network-size");
  }
}
