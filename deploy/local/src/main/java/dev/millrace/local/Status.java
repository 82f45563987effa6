package dev.millrace.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What runs at a moment. */
record Status(List<Part> parts, List<Job> jobs) {
  Status {
    parts = List.copyOf(parts);
    jobs = List.copyOf(jobs);
  }

  /** How a component does. */
  enum State {
    RUNNING("running"),
    NOT_ANSWERING("not answering"),
    RESTARTING("restarting"),
    DOWN("down");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A component; memory in bytes. */
  record Part(
      String name,
      State state,
      OptionalLong pid,
      Optional<Duration> uptime,
      OptionalLong memory,
      int restarts,
      Map<String, Integer> ports) {}

  /**
   * A job that runs or should run.
   *
   * @param failure why it is FAILED
   */
  record Job(
      String name,
      String id,
      String state,
      boolean asIntended,
      Duration uptime,
      OptionalLong restarts,
      Optional<Instant> lastCheckpoint,
      Optional<String> failure) {}

  static Status of(Stack stack) {
    List<Part> parts = stack.components().stream().map(each -> part(stack, each)).toList();
    List<Job> jobs = new ArrayList<>();
    Optional<List<FlinkJob>> answer =
        stack.ownsCluster() ? stack.rest().knownJobs() : Optional.empty();
    List<FlinkJob> known = answer.orElse(List.of());
    String unknown = answer.isEmpty() && stack.failsOver() ? "FAILOVER" : "LOST";
    List<FlinkJob> active = known.stream().filter(FlinkJob::active).toList();
    for (FlinkJob job : active) {
      boolean runs = stack.rest().runs(job.id());
      jobs.add(
          new Job(
              job.name(),
              job.id(),
              runs || !job.state().equals("RUNNING") ? job.state() : "STARTING",
              runs,
              job.uptime(),
              stack.rest().restarts(job.id()),
              stack.rest().lastCheckpoint(job.id()),
              Optional.empty()));
    }
    for (JobRecord record : new JobStore(stack.folders().jobs()).all()) {
      if (active.stream().noneMatch(job -> job.name().equals(record.name()))) {
        Optional<FlinkJob> ended =
            known.stream().filter(job -> job.id().equals(record.id())).findFirst();
        boolean stopped = record.intent() == JobRecord.Intent.STOP;
        jobs.add(
            new Job(
                record.name(),
                record.id(),
                stopped
                    ? "STOPPED"
                    : ended
                        .map(FlinkJob::state)
                        .orElse(record.savepoint().isPresent() ? "SUSPENDED" : unknown),
                // One that has finished was stopped with a savepoint that nobody has waited for.
                stopped || ended.map(FlinkJob::cancelled).orElse(false),
                Duration.ZERO,
                OptionalLong.empty(),
                Optional.empty(),
                ended
                    .filter(job -> job.state().equals("FAILED"))
                    .flatMap(job -> stack.rest().failure(job.id()))));
      }
    }
    return new Status(parts, jobs);
  }

  private static Part part(Stack stack, Component component) {
    ComponentProcess process = stack.processOf(component);
    Optional<LocalProcess> running = process.process();
    State state =
        running.isPresent()
            ? component.ready() ? State.RUNNING : State.NOT_ANSWERING
            : process.supervisor().isPresent() ? State.RESTARTING : State.DOWN;
    return new Part(
        component.name(),
        state,
        running.map(found -> OptionalLong.of(found.pid())).orElse(OptionalLong.empty()),
        running.flatMap(LocalProcess::uptime),
        running.map(LocalProcess::memory).orElse(OptionalLong.empty()),
        process.restarts(),
        new TreeMap<>(component.ports()));
  }

  boolean allUp() {
    return parts.stream().allMatch(part -> part.state() == State.RUNNING)
        && jobs.stream().allMatch(Job::asIntended);
  }

  /** Bytes of all components. */
  long memory() {
    return parts.stream().mapToLong(part -> part.memory().orElse(0)).sum();
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("up", allUp());
    ArrayNode components = root.putArray("components");
    for (Part part : parts) {
      ObjectNode node = components.addObject();
      node.put("name", part.name());
      node.put("state", part.state().toString());
      part.pid().ifPresent(pid -> node.put("pid", pid));
      part.uptime().ifPresent(uptime -> node.put("uptimeSeconds", uptime.toSeconds()));
      part.memory().ifPresent(bytes -> node.put("memoryBytes", bytes));
      node.put("restarts", part.restarts());
      ObjectNode ports = node.putObject("ports");
      part.ports().forEach(ports::put);
    }
    ArrayNode all = root.putArray("jobs");
    for (Job job : jobs) {
      ObjectNode node = all.addObject();
      node.put("name", job.name());
      node.put("id", job.id());
      node.put("state", job.state());
      node.put("uptimeSeconds", job.uptime().toSeconds());
      job.restarts().ifPresent(restarts -> node.put("restarts", restarts));
      job.lastCheckpoint().ifPresent(time -> node.put("lastCheckpoint", time.toString()));
      job.failure().ifPresent(reason -> node.put("failure", reason));
    }
    root.put("memoryBytes", memory());
    return root;
  }
}
