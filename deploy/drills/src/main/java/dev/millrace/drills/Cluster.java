package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the Flink cluster says of itself.
 *
 * @param address of its REST API
 */
record Cluster(String address) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  Cluster {
    requireNonNull(address);
  }

  static Cluster of(Arena arena) {
    return new Cluster(arena.addresses().endpoint("flink.rest.url"));
  }

  /**
   * A TaskManager that runs a part of each of the jobs: to break another one would break nothing.
   *
   * @throws ToolException if none does
   */
  String taskManagerOf(List<String> jobs) {
    Set<String> common = new TreeSet<>(taskManagers());
    jobs.forEach(job -> common.retainAll(taskManagersOf(job)));
    return common.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ToolException(
                    "no TaskManager runs a part of " + String.join(" and of ", jobs)));
  }

  private Set<String> taskManagersOf(String job) {
    String path = "/jobs/" + idOf(job);
    Set<String> ids = new HashSet<>();
    for (JsonNode vertex : list(ask(path).path("vertices"))) {
      String id = vertex.path("id").asText();
      list(ask("%s/vertices/%s/taskmanagers".formatted(path, id)).path("taskmanagers"))
          .forEach(each -> ids.add(each.path("taskmanager-id").asText()));
    }
    return ids;
  }

  /** Ids of the TaskManagers that the cluster takes for alive. */
  Set<String> taskManagers() {
    Set<String> ids = new HashSet<>();
    list(ask("/taskmanagers").path("taskmanagers"))
        .forEach(each -> ids.add(each.path("id").asText()));
    return ids;
  }

  /**
   * How often a job was started again by Flink; empty if Flink has not come round to counting.
   *
   * @param id of the job, whatever its state
   */
  OptionalLong restarts(String id) {
    JsonNode metric = list(ask("/jobs/%s/metrics?get=numRestarts".formatted(id))).path(0);
    return metric.has("value")
        ? OptionalLong.of(metric.path("value").asLong())
        : OptionalLong.empty();
  }

  /**
   * How many checkpoints of a job failed.
   *
   * @param id of the job, whatever its state
   */
  long failedCheckpoints(String id) {
    JsonNode failed = ask("/jobs/%s/checkpoints".formatted(id)).path("counts").path("failed");
    if (!failed.isNumber()) {
      throw new ToolException("the JobManager at %s does not know job %s".formatted(address, id));
    }
    return failed.asLong();
  }

  private JsonNode list(JsonNode answer) {
    if (!answer.isArray()) {
      throw new ToolException("the JobManager at %s gives no list".formatted(address));
    }
    return answer;
  }

  /**
   * Id of a job.
   *
   * @throws ToolException if it does not run
   */
  String idOf(String job) {
    for (JsonNode running : ask("/jobs/overview").path("jobs")) {
      if (running.path("name").asText().equals(job)
          && running.path("state").asText().equals("RUNNING")) {
        return running.path("jid").asText();
      }
    }
    throw new ToolException(job + " does not run");
  }

  private JsonNode ask(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT).build();
    try {
      return JSON.readTree(
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new ToolException("the JobManager at %s gives no answer: %s".formatted(address, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }
}
