package dev.millrace.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WebhookTest {

  @Test
  void aReceiverThatStallsInItsAnswerIsTriedAgain() throws Exception {
    CountDownLatch judged = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread receiver = new Thread(() -> stall(server, judged));
      receiver.start();
      Answer answer = webhook(server.getLocalPort()).post("n-1", "{}");
      judged.countDown();
      receiver.join();

      assertThat(answer).isEqualTo(new Answer(Answer.Outcome.LATER, "no answer within 300 ms"));
    }
  }

  @Test
  void anIdThatNoHeaderCanHoldIsRefused() throws Exception {
    assertThat(webhook(9).post("n-1\nX: 1", "{}").outcome()).isEqualTo(Answer.Outcome.REFUSED);
  }

  @Test
  void withoutItsHeadersNothingIsSentAndNothingGivenUp() throws Exception {
    RequestHeaders unreadable =
        () -> {
          throw new IOException("cannot read token");
        };
    Webhook webhook =
        new Webhook(URI.create("http://127.0.0.1:9/hook"), Duration.ofMillis(300), unreadable);

    assertThat(webhook.post("n-1", "{}"))
        .isEqualTo(new Answer(Answer.Outcome.LATER, "no request: cannot read token"));
  }

  /** Says that ten bytes follow, and sends none. */
  private static void stall(ServerSocket server, CountDownLatch until) {
    try (Socket connection = server.accept()) {
      connection
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".getBytes(UTF_8));
      until.await();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Webhook webhook(int port) {
    return new Webhook(
        URI.create("http://127.0.0.1:%d/hook".formatted(port)), Duration.ofMillis(300), Map::of);
  }
}
