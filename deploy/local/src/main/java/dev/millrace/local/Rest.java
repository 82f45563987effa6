package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * JSON over HTTP, from one address or from several that answer for one another: the next is asked
 * where one does not answer, or says that it cannot now. What may have been heard is not told to
 * another, unless it is a question.
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
  private final Duration patience;

  /** Asked first: who has answered will answer again, and one that hangs is waited for once. */
  private volatile int first;

  Rest(String base) {
    this(List.of(base));
  }

  Rest(List<String> bases) {
    this(bases, Duration.ofSeconds(10));
  }

  /**
   * @param patience how long one address may take to answer
   */
  Rest(List<String> bases, Duration patience) {
    this.bases = List.copyOf(bases);
    this.patience = requireNonNull(patience);
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
    int begin = first;
    for (int i = 0; i < bases.size(); i++) {
      int asked = (begin + i) % bases.size();
      String base = bases.get(asked);
      HttpResponse<String> response;
      HttpRequest sent = request.uri(URI.create(base + path)).timeout(patience).build();
      try {
        response = send(sent);
      } catch (IOException e) {
        unavailable = new IOException(base + " does not answer", e);
        if (mayHaveBeenHeard(sent, e)) {
          throw unavailable;
        }
        continue;
      }
      if (response.statusCode() / 100 == 2) {
        first = asked;
        return JSON.readTree(response.body());
      }
      unavailable =
          new IOException(
              "%s answered %d: %s".formatted(base, response.statusCode(), response.body()));
      if (response.statusCode() != UNAVAILABLE) {
        throw unavailable;
      }
    }
    throw unavailable;
  }

  /** Asking somebody else would then do twice what is more than a question. */
  private static boolean mayHaveBeenHeard(HttpRequest request, IOException failure) {
    return !request.method().equals("GET")
        && !(failure instanceof ConnectException)
        && !(failure instanceof HttpConnectTimeoutException);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }
}
