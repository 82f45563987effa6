package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestTest {
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private String server(int code, String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + answer);
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String nobody() throws IOException {
    String address = server(200, "{}");
    servers.remove(servers.size() - 1).stop(0);
    return address;
  }

  @Test
  void theNextAddressAnswersForOneThatDoesNot() throws IOException {
    Rest rest = new Rest(List.of(nobody(), server(503, "electing"), server(200, "{\"a\":1}")));
    assertThat(rest.get("/x"))
        .hasValueSatisfying(json -> assertThat(json.path("a")).hasToString("1"));
    assertThat(rest.post("/x", new ObjectMapper().createObjectNode()).path("a").asInt())
        .isEqualTo(1);
  }

  /** It takes connections and never answers, as a process that hangs. */
  private static ServerSocket hanging() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Test
  void oneThatHangsDoesNotHideTheNext() throws IOException {
    try (ServerSocket hanging = hanging()) {
      String hung = "http://127.0.0.1:" + hanging.getLocalPort();
      Rest rest = new Rest(List.of(hung, server(200, "{\"a\":1}")), Duration.ofMillis(300));
      assertThat(rest.get("/x")).isPresent();
      // Whoever answered is asked first from then on.
      assertThat(rest.patch("/x").path("a").asInt()).isEqualTo(1);
    }
  }

  @Test
  void anOrderThatMayHaveBeenHeardIsNotRepeated() throws IOException {
    try (ServerSocket hanging = hanging()) {
      String hung = "http://127.0.0.1:" + hanging.getLocalPort();
      Rest rest = new Rest(List.of(hung, server(200, "{}")), Duration.ofMillis(300));
      assertThatThrownBy(() -> rest.patch("/x")).hasMessage(hung + " does not answer");
      assertThat(asked).isEmpty();
    }
  }

  /** It was heard, and asking somebody else would do it twice. */
  @Test
  void aRefusalIsFinal() throws IOException {
    String refusing = server(400, "no");
    Rest rest = new Rest(List.of(refusing, server(200, "{}")));
    assertThatThrownBy(() -> rest.patch("/x")).hasMessage("%s answered 400: no", refusing);
    assertThat(asked).containsExactly("PATCH no");
  }

  @Test
  void nobodyThere() throws IOException {
    String address = nobody();
    Rest rest = new Rest(address);
    assertThat(rest.get("/x")).isEmpty();
    assertThatThrownBy(() -> rest.patch("/x")).hasMessage(address + " does not answer");
  }
}
