package dev.millrace.common.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final Refusal REFUSAL = new Refusal(Stage.DECODE, "empty", "the value is empty");

  @Test
  void keepsTheRecordByteForByteWithItsCoordinates() {
    DeadLetter letter = DeadLetters.of("a-job", raw(bytes("k"), new byte[] {0, -1, 5}), REFUSAL);

    assertThat(letter.getId()).isEqualTo("a-job/topic/3/42");
    assertThat(letter.getJob()).isEqualTo("a-job");
    assertThat(letter.getStage()).isEqualTo(Stage.DECODE);
    assertThat(letter.getReason()).isEqualTo("empty");
    assertThat(letter.getDetail()).isEqualTo("the value is empty");
    assertThat(letter.getSource()).isEqualTo(new Source("topic", 3, 42L));
    assertThat(letter.getRecordTime()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_001L));
    assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(bytes("k")));
    assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1, 5}));
  }

  @Test
  void headersKeepTheirOrderAndMayRepeatOrBeNull() {
    assertThat(DeadLetters.of("a-job", raw(null, null), REFUSAL).getHeaders())
        .containsExactly(
            new Header("trace", ByteBuffer.wrap(bytes("1"))),
            new Header("other", null),
            new Header("trace", ByteBuffer.wrap(bytes("2"))));
  }

  @Test
  void missingKeyAndValueStayMissing() {
    DeadLetter letter = DeadLetters.of("a-job", raw(null, null), REFUSAL);

    assertThat(letter.getKey()).isNull();
    assertThat(letter.getValue()).isNull();
  }

  @Test
  void theSameRecordGivesTheSameLetterAgain() {
    assertThat(DeadLetters.of("a-job", raw(bytes("k"), bytes("v")), REFUSAL))
        .isEqualTo(DeadLetters.of("a-job", raw(bytes("k"), bytes("v")), REFUSAL));
  }

  private static RawRecord raw(byte[] key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", bytes("1")).add("other", null).add("trace", bytes("2"));
    return RawRecord.of(
        new ConsumerRecord<>(
            "topic",
            3,
            42L,
            1_700_000_000_001L,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            headers,
            Optional.empty()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
