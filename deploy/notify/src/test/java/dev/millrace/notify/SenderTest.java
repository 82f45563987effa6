package dev.millrace.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.suite.DeadLetter;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.NotificationKind;
import dev.millrace.supply.NotifiedAlert;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SupplyNotification;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SenderTest {
  private static final TopicPartition PARTITION = new TopicPartition(Sender.TOPIC, 0);
  private static final int SCHEMA = 7;
  private static final Duration MAX_AGE = Duration.ofHours(24);
  private static final Instant PUBLISHED = Instant.parse("2026-03-04T12:00:01Z");

  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final List<RuntimeException> commitFailures = new ArrayList<>();
  private volatile Map<String, String> headers = Map.of("Authorization", "first");
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          if (!commitFailures.isEmpty()) {
            whenCommitFails.run();
            throw commitFailures.remove(0);
          }
          super.commitSync(offsets);
        }
      };
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private volatile Instant now = PUBLISHED.plusMillis(400);
  private Runnable whenCommitFails = () -> {};
  private volatile Runnable whenPosted = () -> {};
  private HttpServer server;
  private Sender sender;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          received.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body);
          whenPosted.run();
          int status = answers.isEmpty() ? 204 : answers.poll();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    sender = sender(server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postsANotificationUnderItsIdAndCommitsItsOffset() throws Exception {
    add(0, encoded("n-1"));
    assertThat(sender.round()).isEqualTo(1);

    assertThat(received)
        .containsExactly(
            "n-1 {\"notification_id\":\"n-1\",\"owner\":\"lena\",\"kind\":\"ALERT\","
                + "\"event_time\":\"2026-03-04T12:00:00Z\",\"severity\":\"HIGH\",\"alerts\":["
                + "{\"alert_id\":\"SHIPMENT:s:ETA_SLIP\",\"version\":1,\"summary\":\"late\","
                + "\"change\":\"OPENED\"}],\"held_back\":0}");
    assertThat(committed()).isEqualTo(1);
    assertThat(log).isEmpty();
  }

  @Test
  void triesAgainWhileTheReceiverFailsAndKeepsTheOrder() throws Exception {
    answers.addAll(List.of(503, 429, 500, 200));
    add(0, encoded("n-1"));
    add(1, encoded("n-2"));
    assertThat(sender.round()).isEqualTo(2);

    assertThat(received)
        .extracting(request -> request.substring(0, 3))
        .containsExactly("n-1", "n-1", "n-1", "n-1", "n-2");
    assertThat(committed()).isEqualTo(2);
    assertThat(producer.history()).isEmpty();
    assertThat(log).contains("n-1: attempt 1 failed, HTTP 503; again in 1 ms");
  }

  /** A token that ran out or an address that is wrong is nothing that a message can help. */
  @Test
  void waitsUntilSomebodyMendsTheWayToTheReceiver() throws Exception {
    answers.addAll(List.of(401, 403, 404, 302, 200));
    whenPosted = () -> headers = Map.of("Authorization", "second");
    add(0, encoded("n-1"));
    assertThat(sender.round()).isEqualTo(1);

    assertThat(authorizations).containsExactly("first", "second", "second", "second", "second");
    assertThat(producer.history()).isEmpty();
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void waitsForABrokerThatIsAwayToCommit() throws Exception {
    commitFailures.add(new TimeoutException("no coordinator"));
    add(0, encoded("n-1"));
    assertThat(sender.round()).isEqualTo(1);

    assertThat(received).hasSize(1);
    assertThat(committed()).isEqualTo(1);
    assertThat(log).containsExactly("attempt 1 to commit failed: no coordinator");
  }

  /** The other sender has committed what lies behind it by now. */
  @Test
  void doesNotCommitWhatAnotherSenderHasMeanwhile() throws Exception {
    commitFailures.add(new TimeoutException("no coordinator"));
    whenCommitFails = () -> sender.losses().onPartitionsRevoked(List.of(PARTITION));
    add(0, encoded("n-1"));
    sender.round();

    assertThat(committed()).isZero();
    assertThat(log)
        .containsExactly(
            "attempt 1 to commit failed: no coordinator",
            "offset 0 of supply.notifications-0 is sent again elsewhere");
  }

  @Test
  void whatTheReceiverRefusesIsADeadLetterAndTheNextGoesOn() throws Exception {
    answers.addAll(List.of(422, 200));
    add(0, encoded("n-1"));
    add(1, encoded("n-2"));
    assertThat(sender.round()).isEqualTo(2);

    assertThat(received).hasSize(2);
    assertThat(producer.history())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.topic()).isEqualTo("suite.dead-letters");
              assertThat(new String(letter.key(), UTF_8)).isEqualTo("supply.notifications");
              assertThat(new String(letter.value(), UTF_8))
                  .contains("notify/supply.notifications/0/0")
                  .contains("webhook-refused")
                  .contains("the webhook must answer 2xx, got HTTP 422");
            });
    assertThat(committed()).isEqualTo(2);
  }

  @Test
  void aRecordThatNobodyCanReadIsADeadLetter() throws Exception {
    add(0, new byte[] {1, 2, 3});
    assertThat(sender.round()).isEqualTo(1);

    assertThat(received).isEmpty();
    assertThat(new String(producer.history().get(0).value(), UTF_8)).contains("bad-magic-byte");
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void nothingIsCommittedWhileTheReceiverIsAway() throws Exception {
    server.stop(0);
    add(0, encoded("n-1"));
    Thread sending =
        new Thread(
            () -> {
              try {
                sender.round();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sending.start();
    String first = log.poll(30, TimeUnit.SECONDS);
    sending.interrupt();
    sending.join();

    assertThat(committed()).isZero();
    assertThat(first).contains("ConnectException");
    assertThat(log).allMatch(line -> line.contains("ConnectException"));
  }

  /** Another sender had it meanwhile, with what lies behind it. */
  @Test
  void whatWasLostWhileItWaitedIsNeitherSentNorCommitted() throws Exception {
    answers.add(503);
    add(0, encoded("n-1"));
    whenPosted = () -> sender.losses().onPartitionsRevoked(List.of(PARTITION));

    assertThat(sender.round()).isZero();
    assertThat(received).hasSize(1);
    assertThat(committed()).isZero();
    assertThat(log).contains("offset 0 of supply.notifications-0 went to another sender");
  }

  @Test
  void whatLiesBehindWhatWasLostIsNotSentEither() throws Exception {
    add(0, encoded("n-1"));
    add(1, encoded("n-2"));
    whenPosted = () -> sender.losses().onPartitionsRevoked(List.of(PARTITION));

    assertThat(sender.round()).isEqualTo(1);
    assertThat(received).singleElement().asString().startsWith("n-1");
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void whatIsTooOldIsLeftOut() throws Exception {
    now = PUBLISHED.plus(MAX_AGE).plusMillis(1);
    add(0, encoded("n-1"));
    assertThat(sender.round()).isEqualTo(1);

    assertThat(received).isEmpty();
    assertThat(producer.history()).isEmpty();
    assertThat(committed()).isEqualTo(1);
    assertThat(log)
        .containsExactly("n-1: left out, published 2026-03-04T12:00:01Z, longer ago than 24 h");
    assertThat(metrics()).contains("millrace_notify_too_old_total 1.0");
  }

  /** Nobody is woken in the night because of what a receiver that was away for days has missed. */
  @Test
  void whatGrowsTooOldWhileTheReceiverIsAwayIsLeftOut() throws Exception {
    answers.addAll(List.of(503, 200));
    whenPosted = () -> now = PUBLISHED.plus(MAX_AGE).plusMillis(1);
    add(0, encoded("n-1"));
    assertThat(sender.round()).isEqualTo(1);

    assertThat(received).hasSize(1);
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void tellsWhatItSentAndHowLongThatTook() throws Exception {
    answers.addAll(List.of(503, 200, 422));
    add(0, encoded("n-1"));
    add(1, encoded("n-2"));
    sender.round();

    assertThat(metrics())
        .contains(
            "millrace_notify_sent_total 1.0",
            "millrace_notify_failed_attempts_total{at=\"webhook\"} 1.0",
            "millrace_notify_dead_letters_total{cause=\"refused\"} 1.0",
            "millrace_notify_dead_letters_total{cause=\"unreadable\"} 0.0",
            "millrace_notify_delay_seconds_bucket{le=\"0.25\"} 0",
            "millrace_notify_delay_seconds_bucket{le=\"0.5\"} 1");
  }

  @Test
  void tellsTheAgeOfWhatCannotBeSent() throws Exception {
    List<String> meanwhile = new ArrayList<>();
    answers.addAll(List.of(503, 200));
    now = PUBLISHED.plusSeconds(90);
    whenPosted = () -> meanwhile.addAll(metrics());
    add(0, encoded("n-1"));
    sender.round();

    assertThat(meanwhile).contains("millrace_notify_age_seconds 90.0");
  }

  /** One look of Prometheus between two of a backlog must not end an alert. */
  @Test
  void theAgeStaysUntilThereIsNothingToSend() throws Exception {
    now = PUBLISHED.plusSeconds(90);
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    add(0, encoded("n-1"));
    sender.round();
    assertThat(metrics()).contains("millrace_notify_age_seconds 90.0");

    sender.round();
    assertThat(metrics()).contains("millrace_notify_age_seconds 0.0");
  }

  @Test
  void isBlindWhileNothingComesThoughThereIsSomething() throws Exception {
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    sender.round();
    assertThat(metrics()).contains("millrace_notify_blind_seconds 0.0");

    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    now = now.plusSeconds(300);
    sender.round();
    assertThat(metrics())
        .contains("millrace_notify_blind_seconds 300.0", "millrace_notify_age_seconds 0.0");

    add(0, encoded("n-1"));
    sender.round();
    assertThat(metrics()).contains("millrace_notify_blind_seconds 0.0");
  }

  @Test
  void isBlindWhileKafkaDoesNotAnswer() throws Exception {
    consumer.setOffsetsException(new TimeoutException("no broker"));
    now = now.plusSeconds(300);
    sender.round();

    assertThat(metrics()).contains("millrace_notify_blind_seconds 300.0");
    assertThat(log).containsExactly("cannot ask Kafka where supply.notifications ends: no broker");
  }

  /** More senders than partitions: those that have none are there for when another one ends. */
  @Test
  void isNotBlindWhileOthersHaveAllPartitions() throws Exception {
    consumer.unsubscribe();
    consumer.subscribe(List.of(Sender.TOPIC));
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    now = now.plusSeconds(300);
    sender.round();

    assertThat(metrics()).contains("millrace_notify_blind_seconds 0.0");
  }

  @Test
  void whatWaitsForItsReceiverIsNotBlind() throws Exception {
    List<String> meanwhile = new ArrayList<>();
    answers.addAll(List.of(503, 503, 200));
    whenPosted =
        () -> {
          meanwhile.addAll(metrics());
          now = now.plusSeconds(300);
        };
    add(0, encoded("n-1"));
    sender.round();

    assertThat(meanwhile)
        .filteredOn(line -> line.startsWith("millrace_notify_blind_seconds"))
        .containsExactly(
            "millrace_notify_blind_seconds 0.0",
            "millrace_notify_blind_seconds 0.0",
            "millrace_notify_blind_seconds 0.0");
  }

  @Test
  void theEndIsWhereTheTopicEndsAndNotWhereNothingCame() throws Exception {
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    assertThat(sender.round()).isZero();
    assertThat(sender.isAtEnd()).isFalse();

    add(0, encoded("n-1"));
    assertThat(sender.round()).isEqualTo(1);
    assertThat(sender.isAtEnd()).isTrue();
  }

  @Test
  void backoffDoublesUpToItsLongest() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(List.of(backoff.after(1), backoff.after(2), backoff.after(4), backoff.after(5)))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 8L, 10L);
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
  }

  private long committed() {
    OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
    return offset == null ? 0 : offset.offset();
  }

  private void add(long offset, byte[] value) {
    consumer.addRecord(
        new ConsumerRecord<>(
            Sender.TOPIC,
            0,
            offset,
            PUBLISHED.toEpochMilli(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            value.length,
            null,
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  /** What Prometheus would read now, line by line. */
  private List<String> metrics() {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(page, metrics.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(UTF_8).lines().toList();
  }

  private static byte[] encoded(String id) {
    return new AvroEncoder<SupplyNotification>(SupplyNotification.getClassSchema(), SCHEMA)
        .encode(
            SupplyNotification.newBuilder()
                .setNotificationId(id)
                .setOwner("lena")
                .setKind(NotificationKind.ALERT)
                .setEventTime(Instant.parse("2026-03-04T12:00:00Z"))
                .setSeverity(Severity.HIGH)
                .setAlerts(
                    List.of(
                        new NotifiedAlert("SHIPMENT:s:ETA_SLIP", 1L, "late", AlertChange.OPENED)))
                .build());
  }

  private Sender sender(int port) {
    SchemaRegistry registry =
        new SchemaRegistry() {
          @Override
          public Schema byId(int id) {
            return SupplyNotification.getClassSchema();
          }

          @Override
          public int idOf(String subject, Schema schema) throws RegistryUnavailableException {
            return SCHEMA;
          }
        };
    InstantSource clock = () -> now;
    return new Sender(
        consumer,
        producer,
        registry,
        new AvroEncoder<>(DeadLetter.getClassSchema(), SCHEMA),
        new Webhook(
            URI.create("http://127.0.0.1:%d/hook".formatted(port)),
            Duration.ofSeconds(5),
            () -> headers),
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(50)),
        MAX_AGE,
        clock,
        new SenderMetrics(metrics, clock),
        log::add);
  }
}
