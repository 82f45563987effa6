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

  /**
   * A TaskManager that runs a part of the job: to break another one would break nothing.
   *
   * @throws ToolException if none does
   */
  String taskManagerOf(String job) {
    String path = "/jobs/" + idOf(job);
    String vertex = ask(path).path("vertices").path(0).path("id").asText();
    return ask("%s/vertices/%s/taskmanagers".formatted(path, vertex))
        .path("taskmanagers")
        .path(0)
        .path("taskmanager-id")
        .asText();
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
