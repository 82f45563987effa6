package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The parts of Flink's REST interface that the stack uses. */
final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A new leader takes over within this time, and a JobManager that is busy answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Rest rest;
  private final String addresses;

  /** What the JobManagers at these addresses answer, whichever of them leads. */
  FlinkRest(List<String> addresses) {
    this.rest = new Rest(addresses);
    this.addresses = String.join(" and ", addresses);
  }

  boolean answers() {
    return rest.get("/overview").isPresent();
  }

  /** Names of the TaskManagers that are connected. */
  Set<String> taskManagers() {
    Set<String> names = new HashSet<>();
    rest.get("/taskmanagers")
        .ifPresent(
            answer ->
                answer.path("taskmanagers").forEach(each -> names.add(each.path("id").asText())));
    return names;
  }

  /**
   * All jobs that the JobManager remembers. Waits while it does not answer: no answer is not the
   * same as no jobs, and who takes it for that starts a job twice.
   *
   * @throws StackException if there is no answer for half a minute
   */
  List<FlinkJob> jobs() {
    Deadline deadline = Deadline.in(PATIENCE);
    Optional<List<FlinkJob>> jobs = knownJobs();
    while (jobs.isEmpty()) {
      if (deadline.over()) {
        throw new StackException(
            "no JobManager answered on %s for %d s; scripts/up starts what does not run"
                .formatted(addresses, PATIENCE.toSeconds()));
      }
      Deadline.pause();
      jobs = knownJobs();
    }
    return jobs.get();
  }

  /** As {@link #jobs}, but empty if nobody answers now. */
  Optional<List<FlinkJob>> knownJobs() {
    return rest.get("/jobs/overview")
        .map(
            answer -> {
              List<FlinkJob> jobs = new ArrayList<>();
              answer.path("jobs").forEach(each -> jobs.add(FlinkJob.from(each)));
              return jobs;
            });
  }

  /** The jobs that have not ended. */
  List<FlinkJob> activeJobs() {
    return jobs().stream().filter(FlinkJob::active).toList();
  }

  Optional<FlinkJob> activeJob(String name) {
    return activeJobs().stream().filter(job -> job.name().equals(name)).findFirst();
  }

  Optional<FlinkJob> job(String id) {
    return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /** Whether every task of the job runs. */
  boolean runs(String id) {
    return rest.get("/jobs/" + id)
        .filter(job -> job.path("state").asText().equals("RUNNING"))
        .filter(
            job -> {
              for (JsonNode vertex : job.path("vertices")) {
                if (!vertex.path("status").asText().matches("RUNNING|FINISHED")) {
                  return false;
                }
              }
              return true;
            })
        .isPresent();
  }

  /** How many subtasks an operator of the job was to have; empty if nobody says. */
  OptionalInt parallelismWanted(String id) {
    return rest.get("/jobs/" + id + "/config")
        .map(answer -> answer.path("execution-config").path("job-parallelism"))
        .filter(JsonNode::isInt)
        .map(wanted -> OptionalInt.of(wanted.asInt()))
        .orElse(OptionalInt.empty());
  }

  /** The most subtasks that an operator of the job has, by the slots there were. */
  OptionalInt parallelism(String id) {
    return rest.get("/jobs/" + id).map(job -> job.path("vertices")).stream()
        .flatMap(vertices -> StreamSupport.stream(vertices.spliterator(), false))
        .mapToInt(vertex -> vertex.path("parallelism").asInt())
        .max();
  }

  /** The innermost message of the job's latest failure. */
  Optional<String> failure(String id) {
    return failureTrace(id).map(trace -> String.join("; ", StackTraceText.reason(trace)));
  }

  /** The stack trace of the job's latest failure. */
  Optional<String> failureTrace(String id) {
    return rest.get("/jobs/" + id + "/exceptions")
        .map(answer -> answer.path("exceptionHistory").path("entries").path(0))
        .map(entry -> entry.path("stacktrace").asText(""))
        .filter(trace -> !trace.isEmpty())
        .or(() -> finalFailureTrace(id));
  }

  /** A job that fails before any task of it is deployed has this, and no history of exceptions. */
  private Optional<String> finalFailureTrace(String id) {
    return rest.get("/jobs/" + id + "/execution-result")
        .map(answer -> answer.path("job-execution-result").path("failure-cause"))
        .map(cause -> cause.path("stack-trace").asText(""))
        .filter(trace -> !trace.isEmpty());
  }

  OptionalLong restarts(String id) {
    Optional<JsonNode> metric =
        rest.get("/jobs/" + id + "/metrics?get=numRestarts").map(answer -> answer.path(0));
    return metric.isPresent() && metric.get().has("value")
        ? OptionalLong.of(metric.get().path("value").asLong())
        : OptionalLong.empty();
  }

  Optional<Instant> lastCheckpoint(String id) {
    return rest.get("/jobs/" + id + "/checkpoints")
        .map(answer -> answer.path("latest").path("completed").path("latest_ack_timestamp"))
        .filter(JsonNode::isNumber)
        .map(time -> Instant.ofEpochMilli(time.asLong()));
  }

  /** Checkpoints and savepoints that the run has completed, if the JobManager knows it. */
  OptionalLong completedCheckpoints(String id) {
    return rest.get("/jobs/" + id + "/checkpoints")
        .map(answer -> answer.path("counts").path("completed"))
        .filter(JsonNode::isNumber)
        .map(count -> OptionalLong.of(count.asLong()))
        .orElse(OptionalLong.empty());
  }

  /** The newest savepoint of the run. */
  Optional<Path> savepoint(String id) {
    return rest.get("/jobs/" + id + "/checkpoints")
        .map(answer -> answer.path("latest").path("savepoint").path("external_path").asText(""))
        .filter(location -> !location.isEmpty())
        .map(FlinkRest::path);
  }

  private static Path path(String location) {
    return Path.of(URI.create(location).getPath());
  }

  void cancel(String id) throws IOException {
    rest.patch("/jobs/" + id + "?mode=cancel");
  }

  /**
   * Stops the job with a savepoint and waits until it has ended.
   *
   * @return where the savepoint is
   * @throws StackException if there is none within the time
   */
  Path stopWithSavepoint(FlinkJob job, Path folder, Deadline deadline) {
    ObjectNode body = JSON.createObjectNode();
    body.put("targetDirectory", folder.toUri().toString());
    body.put("drain", false);
    try {
      String trigger = rest.post("/jobs/" + job.id() + "/stop", body).path("request-id").asText();
      String path = "/jobs/" + job.id() + "/savepoints/" + trigger;
      while (!deadline.over()) {
        Optional<JsonNode> answer =
            rest.get(path)
                .filter(each -> each.path("status").path("id").asText().equals("COMPLETED"));
        if (answer.isPresent()) {
          JsonNode operation = answer.get().path("operation");
          if (operation.has("location")) {
            deadline.await(() -> !job(job.id()).map(FlinkJob::active).orElse(false));
            return path(operation.path("location").asText());
          }
          String trace = operation.path("failure-cause").path("stack-trace").asText("");
          throw new StackException(
              "no savepoint of %s: %s"
                  .formatted(job.name(), String.join("; ", StackTraceText.reason(trace))));
        }
        Deadline.pause();
      }
    } catch (IOException e) {
      throw new StackException("no savepoint of %s: %s".formatted(job.name(), e.getMessage()), e);
    }
    throw new StackException(
        "no savepoint of %s in time: it is still being stopped, and goes on from that savepoint when it is submitted after its end; stop.timeout sets how long to wait"
            .formatted(job.name()));
  }
}
