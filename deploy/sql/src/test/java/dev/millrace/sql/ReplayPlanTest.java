package dev.millrace.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sql.ReplayStep.Leave;
import dev.millrace.sql.ReplayStep.PutBack;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayPlanTest {
  private static final String ID = "fraud-scoring/payments.transactions/3/42";

  private final List<String> asked = new ArrayList<>();
  private final ReplayPlan plan =
      new ReplayPlan(
          3,
          topic -> {
            asked.add(topic);
            return switch (topic) {
              case "payments.transactions" -> Optional.of(new Broker.Topic(8, false));
              case "payments.fraud-rules" -> Optional.of(new Broker.Topic(1, true));
              default -> Optional.empty();
            };
          });

  @Test
  void theRecordGoesBackToItsPartitionWithTodaysTime() {
    ProducerRecord<byte[], byte[]> record = putBack(letter("[]")).record();

    assertThat(record.topic()).isEqualTo("payments.transactions");
    assertThat(record.partition()).isEqualTo(3);
    assertThat(record.timestamp()).as("null: the producer's clock").isNull();
    assertThat(record.key()).isEqualTo("card-1".getBytes(UTF_8));
    assertThat(record.value()).containsExactly(0x7b, 0, 0xff, 0x41);
  }

  @Test
  void nullAndEmptyStayWhatTheyAre() {
    ProducerRecord<byte[], byte[]> nulls = putBack(letter("[]", null, null)).record();
    ProducerRecord<byte[], byte[]> empty = putBack(letter("[]", "", "")).record();

    assertThat(nulls.key()).isNull();
    assertThat(nulls.value()).isNull();
    assertThat(empty.key()).isEmpty();
    assertThat(empty.value()).isEmpty();
  }

  @Test
  void headersStayInTheirOrderRepeatedAndNullOnesToo() {
    String headers =
        """
        [{"name": "trace", "value": "Yg=="}, {"name": "none", "value": null}, {"name": "trace", "value": "YQ=="},
         {"name": "", "value": ""}]
        """;

    assertThat(headers(letter(headers)))
        .containsExactly(
            "trace=b",
            "none=null",
            "trace=a",
            "=",
            "millrace-replay-attempt=1",
            "millrace-replay-of=" + ID);
  }

  @Test
  void theAttemptIsOneMoreThanTheRecordCame() {
    PutBack step = putBack(letter(json("a=x", attempt("2"), "millrace-replay-of=other", "b=y")));

    assertThat(step.attempt()).isEqualTo(3);
    assertThat(headers(step.letter()))
        .containsExactly("a=x", "b=y", "millrace-replay-attempt=3", "millrace-replay-of=" + ID);
  }

  @Test
  void ofRepeatedAttemptsTheHighestCountsAndAllAreReplaced() {
    assertThat(headers(letter(json(attempt("1"), attempt("2"), attempt("0")))))
        .containsExactly("millrace-replay-attempt=3", "millrace-replay-of=" + ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "1.5", "1e3", "12345678901234567890", "\u0661"})
  void anAttemptThatIsNoNumberIsNone(String text) {
    assertThat(putBack(letter(json(attempt(text)))).attempt()).isEqualTo(1);
  }

  @Test
  void refusesToLoop() {
    assertThat(leave(letter(json(attempt("3")))))
        .extracting(Leave::obstacle, Leave::detail)
        .containsExactly(
            Obstacle.TOO_MANY_ATTEMPTS,
            "was replayed 3 times before and refused each time, --max-attempts is 3");
    assertThat(leave(letter(json(attempt("999999")))).obstacle())
        .isEqualTo(Obstacle.TOO_MANY_ATTEMPTS);
  }

  @Test
  void whatIsNotIntactStaysAndItsOriginalIsNamed() {
    DeadLetter cut = letter("payments.transactions", 3, "[]", "Y2Fy", "ew==", Intact.NO, null);

    assertThat(leave(cut))
        .extracting(Leave::obstacle, Leave::detail)
        .containsExactly(
            Obstacle.NOT_INTACT,
            "was cut or masked; the original is in topic payments.transactions, partition 3, offset 42, while Kafka keeps it");
    assertThat(asked).isEmpty();
  }

  @Test
  void whatWasReplayedStays() {
    DeadLetter replayed =
        letter("payments.transactions", 3, "[]", null, null, Intact.YES, "2026-11-22 10:00:00+00");

    assertThat(leave(replayed))
        .extracting(Leave::obstacle, Leave::detail)
        .containsExactly(Obstacle.ALREADY_REPLAYED, "was replayed at 2026-11-22 10:00:00+00");
  }

  @Test
  void anOldRecordDoesNotPushOutTheNewestOfACompactedTopic() {
    DeadLetter rule = letter("payments.fraud-rules", 0, "[]", "Y2Fy", "ew==", Intact.YES, null);
    DeadLetter tombstone = letter("payments.fraud-rules", 0, "[]", "Y2Fy", null, Intact.YES, null);

    assertThat(leave(rule))
        .extracting(Leave::obstacle, Leave::detail)
        .containsExactly(
            Obstacle.COMPACTED_TOPIC,
            "payments.fraud-rules keeps the last record of each key, and this one may be older than that");
    assertThat(leave(tombstone).obstacle()).isEqualTo(Obstacle.COMPACTED_TOPIC);
  }

  @Test
  void aTopicThatIsGoneOrHasFewerPartitionsIsNamed() {
    DeadLetter gone = letter("payments.gone", 0, "[]", null, null, Intact.YES, null);
    DeadLetter beyond = letter("payments.transactions", 8, "[]", null, null, Intact.YES, null);

    assertThat(leave(gone))
        .extracting(Leave::obstacle, Leave::detail)
        .containsExactly(Obstacle.NO_SUCH_TOPIC, "Kafka has no topic payments.gone");
    assertThat(leave(beyond))
        .extracting(Leave::obstacle, Leave::detail)
        .containsExactly(
            Obstacle.NO_SUCH_PARTITION,
            "was in partition 8, but payments.transactions has partitions 0 to 7 now");
    leave(gone);
    assertThat(asked)
        .as("asked once per topic")
        .containsExactly("payments.gone", "payments.transactions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"name\": \"a\", \"value\": \"no base64!\"}]",
        "[{\"name\": \"a\", \"value\": 7}]",
        "[{\"value\": null}]",
        "[7]"
      })
  void headersThatAreNoneKeepTheLetterBack(String headers) {
    assertThat(leave(letter(headers)).obstacle()).isEqualTo(Obstacle.UNREADABLE_HEADERS);
  }

  private PutBack putBack(DeadLetter letter) {
    return (PutBack) plan.of(letter);
  }

  private Leave leave(DeadLetter letter) {
    return (Leave) plan.of(letter);
  }

  private List<String> headers(DeadLetter letter) {
    return Stream.of(putBack(letter).record().headers().toArray())
        .map(ReplayPlanTest::text)
        .toList();
  }

  private static String text(Header header) {
    return header.key()
        + "="
        + (header.value() == null ? "null" : new String(header.value(), UTF_8));
  }

  private static String attempt(String text) {
    return "millrace-replay-attempt=" + text;
  }

  /** Headers given as {@code name=text}. */
  private static String json(String... headers) {
    return Stream.of(headers)
        .map(header -> header.split("=", 2))
        .map(
            parts ->
                "{\"name\": \"%s\", \"value\": \"%s\"}"
                    .formatted(
                        parts[0], Base64.getEncoder().encodeToString(parts[1].getBytes(UTF_8))))
        .toList()
        .toString();
  }

  private static DeadLetter letter(String headers) {
    return letter(headers, "Y2FyZC0x", "ewD/QQ==");
  }

  private static DeadLetter letter(String headers, String key, String value) {
    return letter("payments.transactions", 3, headers, key, value, Intact.YES, null);
  }

  private enum Intact {
    YES,
    NO
  }

  private static DeadLetter letter(
      String topic,
      int partition,
      String headers,
      String key,
      String value,
      Intact intact,
      String replayedAt) {
    return new DeadLetter(
        ID,
        "fraud-scoring",
        "DECODE",
        "bad-magic-byte",
        "starts with 0x7b",
        topic,
        partition,
        42,
        "2018-07-25 10:00:00+00",
        key,
        value,
        headers,
        intact == Intact.YES,
        "2026-01-02 00:00:00+00",
        replayedAt);
  }
}
