package dev.millrace.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON to one address. */
final class Webhook {
  /**
   * What says that the message is not what it should be. Any other answer is about the address, the
   * authorization or the receiver, which somebody is going to mend.
   */
  private static final Set<Integer> ABOUT_THE_MESSAGE = Set.of(400, 409, 413, 422);

  private final URI url;
  private final Duration timeout;
  private final RequestHeaders headers;
  private final HttpClient client;

  /**
   * A webhook.
   *
   * @param timeout how long to wait for a connection, and then for the answer
   * @param headers more headers of each request
   */
  Webhook(URI url, Duration timeout, RequestHeaders headers) {
    this.url = requireNonNull(url);
    this.timeout = requireNonNull(timeout);
    this.headers = requireNonNull(headers);
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
    HttpRequest request;
    try {
      request = request(id, json);
    } catch (IOException e) {
      return new Answer(Answer.Outcome.LATER, "no request: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      // An id that no header can hold: it will not be better the next time.
      // Its own words may quote any header, a secret one too.
      return new Answer(Answer.Outcome.REFUSED, "no request: its id cannot be a header");
    }
    // The request's own timeout ends with the headers; a receiver can stall in the body, too.
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      int status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return new Answer(outcome(status), "HTTP " + status);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Answer(
          Answer.Outcome.LATER, "no answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException e) {
      return new Answer(Answer.Outcome.LATER, e.getCause().toString());
    }
  }

  private HttpRequest request(String id, String json) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", id);
    headers.read().forEach(request::header);
    return request.POST(HttpRequest.BodyPublishers.ofString(json)).build();
  }

  private static Answer.Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return Answer.Outcome.DELIVERED;
    }
    return ABOUT_THE_MESSAGE.contains(status) ? Answer.Outcome.REFUSED : Answer.Outcome.LATER;
  }
}
