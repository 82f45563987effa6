package dev.millrace.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Posts JSON to one address. */
final class Webhook {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  private final URI url;
  private final Duration timeout;
  private final Map<String, String> headers;
  private final HttpClient client;

  /**
   * A webhook.
   *
   * @param timeout how long to wait for a connection, and then for the answer
   * @param headers more headers of each request
   */
  Webhook(URI url, Duration timeout, Map<String, String> headers) {
    this.url = requireNonNull(url);
    this.timeout = requireNonNull(timeout);
    this.headers = Map.copyOf(headers);
    // A redirect may lead anywhere; the address is to be set right instead.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Posts once.
   *
   * @param id by which the receiver drops repeats
   */
  Answer post(String id, String json) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", id);
    headers.forEach(request::header);
    try {
      int status =
          client
              .send(
                  request.POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      return new Answer(outcome(status), "HTTP " + status);
    } catch (IOException e) {
      return new Answer(Answer.Outcome.LATER, e.toString());
    }
  }

  private static Answer.Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return Answer.Outcome.DELIVERED;
    }
    boolean passes = status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    return passes ? Answer.Outcome.LATER : Answer.Outcome.REFUSED;
  }
}
