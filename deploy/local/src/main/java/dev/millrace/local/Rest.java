package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * JSON over HTTP, from one address or from several that answer for one another: the next is asked
 * where one does not answer, or says that it cannot now.
 */
final class Rest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAVAILABLE = 503;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<String> bases;

  Rest(String base) {
    this(List.of(base));
  }

  Rest(List<String> bases) {
    this.bases = List.copyOf(bases);
  }

  /** The answer, if there is one and it is a success. */
  Optional<JsonNode> get(String path) {
    try {
      return Optional.of(send(path, HttpRequest.newBuilder().GET()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  JsonNode post(String path, JsonNode body) throws IOException {
    return send(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  JsonNode patch(String path) throws IOException {
    return send(
        path, HttpRequest.newBuilder().method("PATCH", HttpRequest.BodyPublishers.noBody()));
  }

  private JsonNode send(String path, HttpRequest.Builder request) throws IOException {
    IOException unavailable = null;
    for (String base : bases) {
      try {
        HttpResponse<String> response = send(request.uri(URI.create(base + path)));
        if (response.statusCode() / 100 == 2) {
          return JSON.readTree(response.body());
        }
        IOException failure =
            new IOException(
                "%s answered %d: %s".formatted(base, response.statusCode(), response.body()));
        if (response.statusCode() != UNAVAILABLE) {
          throw failure;
        }
        unavailable = failure;
      } catch (ConnectException e) {
        unavailable = new IOException(base + " does not answer", e);
      }
    }
    throw unavailable;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
