package dev.millrace.common.contract;

import static com.google.common.base.Throwables.getStackTraceAsString;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.payments.Transaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConfluentSchemaRegistryTest {
  private static final Schema SCHEMA = GeneratedSchema.asReleased(Transaction.getClassSchema());
  private static final String SUBJECT = "payments.transactions-value";

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private ConfluentSchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    registry = new ConfluentSchemaRegistry(url(), Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void answersTheSchemaOfAnIdAndAsksOnce() throws Exception {
    answer("/schemas/ids/7", 200, "{\"schema\": " + quoted(SCHEMA.toString()) + "}");

    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
    assertThat(requests).hasValue(1);
  }

  @Test
  void answersTheIdOfAGeneratedSchema() throws Exception {
    answer(
        "/subjects/" + SUBJECT,
        200,
        "{\"subject\": \"s\", \"version\": 1, \"id\": 7, \"schema\": "
            + quoted(SCHEMA.toString())
            + "}");

    assertThat(registry.idOf(SUBJECT, Transaction.getClassSchema())).isEqualTo(7);
  }

  @Test
  void anIdThatTheRegistryDoesNotHaveIsUnknown() {
    answer("/schemas/ids/7", 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");

    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("the registry at %s has no schema with id 7", url());
  }

  @Test
  void aSchemaThatIsNotRegisteredIsUnknown() {
    answer("/subjects/" + SUBJECT, 404, "{\"error_code\": 40403, \"message\": \"not found\"}");

    assertThatThrownBy(() -> registry.idOf(SUBJECT, Transaction.getClassSchema()))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageStartingWith("subject payments.transactions-value in the registry at " + url())
        .hasMessageEndingWith("scripts/schemas register adds it");
  }

  @Test
  void aSchemaInAnotherLanguageIsUnknown() {
    answer("/schemas/ids/7", 200, "{\"schemaType\": \"JSON\", \"schema\": \"{\\\"type\\\": 1}\"}");

    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("schema 7 in the registry at %s is JSON, not AVRO", url());
  }

  /** It says nothing of the schema, whatever the next answer is. */
  @Test
  void oneLostAnswerMakesNoSchemaUnknown() throws Exception {
    String schema = "{\"schema\": " + quoted(SCHEMA.toString()) + "}";
    answerFirst("/schemas/ids/7", exchange -> send(exchange, 200, "<html>"), schema);
    CountDownLatch gaveUp = new CountDownLatch(1);
    answerFirst("/schemas/ids/8", exchange -> await(gaveUp), schema);

    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
    ConfluentSchemaRegistry impatient = new ConfluentSchemaRegistry(url(), Duration.ofMillis(200));
    assertThatThrownBy(() -> impatient.byId(8)).isInstanceOf(RegistryUnavailableException.class);
    gaveUp.countDown();
    assertThat(registry.byId(8)).isEqualTo(SCHEMA);
  }

  /** A registry refuses what refers to nothing: it was asked for that, and gave no answer. */
  @Test
  void aSchemaWhoseReferencesDoNotComeIsNotUnknown() {
    answer(
        "/schemas/ids/7",
        200,
        "{\"schema\": \"{\\\"type\\\": \\\"other.Record\\\"}\", \"references\": "
            + "[{\"name\": \"other.Record\", \"subject\": \"other\", \"version\": 1}]}");

    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aSchemaThatIsNotValidAvroIsUnknown() {
    answer("/schemas/ids/7", 200, "{\"schema\": \"{\\\"type\\\": \\\"no such type\\\"}\"}");

    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageStartingWith("schema 7 in the registry at %s is not valid AVRO", url());
  }

  @Test
  void aRegistryThatFailsIsUnavailable() {
    answer("/schemas/ids/7", 500, "{\"error_code\": 50001, \"message\": \"store is away\"}");

    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageStartingWith("schema registry at %s gave no answer: ", url())
        .hasMessageContaining("store is away");
  }

  @Test
  void anAnswerThatIsNotTheRegistrysIsUnavailable() {
    answer("/schemas/ids/7", 200, "<html>proxy login</html>");

    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
  }

  /** A proxy without its registry answers like this; nothing is known of the id then. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>no such page</html>",
        "{}",
        "{\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"}"
      })
  void aNotFoundThatIsNotTheRegistrysIsUnavailable(String body) {
    answer("/", 404, body);

    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> registry.idOf(SUBJECT, Transaction.getClassSchema()))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {40401, 40402, 40403})
  void whatTheRegistrySaysItDoesNotHaveIsUnknown(int code) {
    answer("/", 404, "{\"error_code\": %d, \"message\": \"not found\"}".formatted(code));

    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(UnknownSchemaException.class);
    assertThatThrownBy(() -> registry.idOf(SUBJECT, Transaction.getClassSchema()))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void aRegistryThatIsNotThereIsUnavailable() {
    server.stop(0);

    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Connection refused");
    assertThatThrownBy(() -> registry.idOf(SUBJECT, SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void aRegistryThatIsTooSlowIsUnavailableAfterTheTimeout() {
    server.createContext("/", exchange -> awaitEnd());
    ConfluentSchemaRegistry impatient = new ConfluentSchemaRegistry(url(), Duration.ofMillis(200));
    long start = System.nanoTime();

    assertThatThrownBy(() -> impatient.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("timed out");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(15));
  }

  @Test
  void afterAnOutageTheAnswerIsAskedForAgain() throws Exception {
    answer("/schemas/ids/7", 503, "{\"error_code\": 50301, \"message\": \"starting\"}");
    assertThatThrownBy(() -> registry.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    server.removeContext("/schemas/ids/7");
    answer("/schemas/ids/7", 200, "{\"schema\": " + quoted(SCHEMA.toString()) + "}");

    assertThat(registry.byId(7)).isEqualTo(SCHEMA);
  }

  @Test
  void whoItIsComesFromTheSettings() throws Exception {
    answerTo("Basic " + encoded("me:pass word"));
    Map<String, String> settings =
        Map.of(
            "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:pass word");

    assertThat(new ConfluentSchemaRegistry(url(), Duration.ofSeconds(20), settings).byId(7))
        .isEqualTo(SCHEMA);
    assertThatThrownBy(() -> registry.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("401");
  }

  @Test
  void aTokenComesFromTheSettings() throws Exception {
    answerTo("Bearer abc");
    Map<String, String> settings =
        Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc");

    assertThat(new ConfluentSchemaRegistry(url(), Duration.ofSeconds(20), settings).byId(7))
        .isEqualTo(SCHEMA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "basic.auth.credentials.source | USER_INFO_ | SASL_INHERIT, URL, USER_INFO",
        "schema.registry.basic.auth.credentials.source | x | SASL_INHERIT, URL, USER_INFO",
        "bearer.auth.credentials.source | OAUTHBEARER | CUSTOM, STATIC_TOKEN",
      })
  void credentialsFromNowhereAreRefused(String key, String source, String sources) {
    assertThatThrownBy(
            () -> new ConfluentSchemaRegistry(url(), Duration.ofSeconds(20), Map.of(key, source)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the settings %s make no client of the registry at %s: %s must be one of %s, got '%s'",
            key, url(), key.replace("schema.registry.", ""), sources, source);
  }

  @Test
  void whatTheSettingsSayOfTlsIsTaken() {
    Map<String, String> settings =
        Map.of(
            "schema.registry.ssl.truststore.location", "/no/such/store",
            "schema.registry.ssl.truststore.password", "hidden");

    assertThatThrownBy(() -> new ConfluentSchemaRegistry(url(), Duration.ofSeconds(20), settings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "the settings schema.registry.ssl.truststore.location, schema.registry.ssl.truststore.password make no client"
                + " of the registry at %s: ",
            url())
        .hasStackTraceContaining("/no/such/store")
        .satisfies(e -> assertThat(getStackTraceAsString(e)).doesNotContain("hidden"));
  }

  @Test
  void theTimeoutHoldsWithSettings() {
    server.createContext("/", exchange -> awaitEnd());
    ConfluentSchemaRegistry impatient =
        new ConfluentSchemaRegistry(
            url(), Duration.ofMillis(200), Map.of("proxy.user", "nobody reads this"));

    assertThatThrownBy(() -> impatient.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("timed out");
  }

  /** Each opening reads the file again: a changed password needs no other job. */
  @Test
  void whatTravelsWithTheJobIsThePathOfTheSettings(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("registry.properties"), credentials("old"));
    SchemaRegistryFactory factory = SchemaRegistryFactory.of(options(file));
    Files.writeString(file, credentials("changed") + "url=http://nobody.checked.this:1");
    answerTo("Basic " + encoded("me:changed"));

    byte[] travelling = InstantiationUtil.serializeObject(factory);

    assertThat(new String(travelling, ISO_8859_1))
        .contains(file.toString())
        .doesNotContain("me:old", "me:changed");
    SchemaRegistryFactory arrived =
        InstantiationUtil.deserializeObject(travelling, getClass().getClassLoader());
    assertThat(arrived.open().byId(7)).isEqualTo(SCHEMA);

    Files.delete(file);
    assertThatThrownBy(arrived::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "schema-registry.client-config: must be a readable properties file, got '%s' (NoSuchFileException)",
            file);
  }

  private RegistryOptions options(Path file) {
    String[] arguments = {
      "-Dschema-registry.url=" + url(), "-Dschema-registry.client-config=" + file
    };
    OptionReader reader = OptionReader.of(arguments, RegistryOptions.ALL);
    RegistryOptions options = RegistryOptions.read(reader);
    reader.finish();
    return options;
  }

  private static String credentials(String password) {
    return """
        basic.auth.credentials.source=USER_INFO
        basic.auth.user.info=me:%s
        """
        .formatted(password);
  }

  private static String encoded(String userInfo) {
    return Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
  }

  private void answerTo(String authorization) {
    server.createContext(
        "/schemas/ids/7",
        exchange -> {
          if (authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 200, "{\"schema\": " + quoted(SCHEMA.toString()) + "}");
          } else {
            send(exchange, 401, "{\"error_code\": 401, \"message\": \"who are you?\"}");
          }
        });
  }

  private void awaitEnd() {
    await(end);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          send(exchange, status, body);
        });
  }

  private void answerFirst(String path, HttpHandler first, String then) {
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        path,
        exchange -> {
          if (asked.getAndIncrement() == 0) {
            first.handle(exchange);
          } else {
            send(exchange, 200, then);
          }
        });
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String quoted(String json) {
    return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
