package dev.millrace.common.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.CutBytesDeserializer;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLettersTest {
  private static final int KAFKA_RECORD = 1024 * 1024;
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
    assertThat(letter.getIntact()).isTrue();
  }

  @Test
  void aCardNumberIsMaskedInEveryPart() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("card-4111111111111111", bytes("{\"pan\": \"4111111111111111\"}"));
    DeadLetter letter =
        DeadLetters.of(
            "a-job",
            raw(bytes("4111 1111 1111 1111"), bytes(" 4111111111111111\u0002"), headers),
            REFUSAL);

    assertThat(text(letter.getKey())).isEqualTo("**** **** **** 1111");
    assertThat(text(letter.getValue())).isEqualTo(" ************1111\u0002");
    assertThat(letter.getHeaders())
        .containsExactly(
            new Header(
                "card-************1111",
                ByteBuffer.wrap(bytes("{\"pan\": \"************1111\"}"))));
    assertThat(letter.getIntact()).isFalse();
    assertThat(letter.getDetail())
        .isEqualTo("the value is empty; a card number in the record is masked here");
    assertThat(letter.toString()).doesNotContain("4111");
  }

  @Test
  void aSecretIsMaskedWhereverItIsEvenIfItDoesNotLookLikeOne() {
    String number = "000000000018"; // too short to be taken for a card number by itself
    DeadLetter letter =
        DeadLetters.of(
            "a-job",
            raw(bytes(number), bytes("a" + number + "9"), new RecordHeaders()),
            new Refusal(Stage.VALIDATE, "card-number", "detail", List.of("other", number)));

    assertThat(text(letter.getKey())).isEqualTo("********0018");
    assertThat(text(letter.getValue())).isEqualTo("a********00189");
    assertThat(letter.getIntact()).isFalse();
  }

  @Test
  void aSecretWithinAnotherHidesNothingOfIt() {
    String number = "000000000018";
    String longer = "1" + number + "000";
    DeadLetter letter =
        DeadLetters.of(
            "a-job",
            raw(bytes(number), bytes(longer), new RecordHeaders()),
            new Refusal(Stage.VALIDATE, "card-number", "detail", List.of(number, longer)));

    assertThat(text(letter.getKey())).isEqualTo("********0018");
    assertThat(text(letter.getValue())).isEqualTo("************8000");
  }

  @Test
  void aRecordWithTooManySecretsToLookForIsLeftOut() {
    DeadLetter letter =
        DeadLetters.of(
            "a-job",
            raw(bytes("key"), bytes("value"), new RecordHeaders()),
            new Refusal(Stage.VALIDATE, "card-number", "detail", Collections.nCopies(1_001, "1")));

    assertThat(letter.getKey()).isNull();
    assertThat(letter.getValue()).isNull();
    assertThat(letter.getIntact()).isFalse();
  }

  @Test
  void whatIsTooLargeForAKafkaRecordIsCut() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("first", new byte[3]).add("large", new byte[5_000_000]).add("last", null);
    DeadLetter letter =
        DeadLetters.of("a-job", raw(new byte[3_000_000], new byte[50_000_000], headers), REFUSAL);

    int kept =
        letter.getKey().remaining()
            + letter.getValue().remaining()
            + letter.getHeaders().stream()
                .map(Header::getValue)
                .filter(Objects::nonNull)
                .mapToInt(ByteBuffer::remaining)
                .sum();
    assertThat(kept).isBetween(DeadLetters.LARGEST / 2, DeadLetters.LARGEST);
    assertThat(letter.getHeaders()).extracting(Header::getName).contains("first", "large");
    assertThat(letter.getIntact()).isFalse();
    assertThat(letter.getDetail())
        .isEqualTo("the value is empty; the record is too large to be kept whole");
  }

  @Test
  void controlCharactersInTheNameOfAHeaderAreReplaced() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("a\u0000b\n", bytes("\u0000")).add("plain", null);

    DeadLetter letter = DeadLetters.of("a-job", raw(bytes("k"), bytes("v"), headers), REFUSAL);

    assertThat(letter.getHeaders())
        .containsExactly(
            new Header("a?b?", ByteBuffer.wrap(bytes("\u0000"))), new Header("plain", null));
    assertThat(letter.getIntact()).isFalse();
    assertThat(letter.getDetail())
        .isEqualTo(
            "the value is empty; control characters in the names of its headers are '?' here");
  }

  @ParameterizedTest
  @MethodSource("recordsOfManyHeaders")
  void headersDoNotMakeALetterLargerThanAKafkaRecord(int count, String name, int valueBytes) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < count; i++) {
      headers.add(name, new byte[0]);
    }
    Refusal refusal = new Refusal(Stage.VALIDATE, "too-long", "\u20ac".repeat(2_000_000));

    DeadLetter letter =
        DeadLetters.of("a-job", raw(new byte[70_000], new byte[valueBytes], headers), refusal);

    assertThat(new AvroEncoder<DeadLetter>(letter.getSchema(), 1).encode(letter))
        .hasSizeLessThan(KAFKA_RECORD - 1_000);
    assertThat(letter.getHeaders()).hasSizeLessThan(5_000);
    assertThat(letter.getIntact()).isFalse();
    assertThat(letter.getDetail()).endsWith("\u20ac...; the record is too large to be kept whole");
  }

  static Stream<Arguments> recordsOfManyHeaders() {
    return Stream.of(
        Arguments.of(500_000, "", 10),
        Arguments.of(65_000, "n", 790_000),
        Arguments.of(60_000, "\u20ac", 790_000),
        Arguments.of(1, "\u20ac".repeat(60_000), 790_000),
        Arguments.of(1, "n".repeat(10_000_000), 790_000));
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

  @Test
  void aRecordThatWasCutWhenItWasReadIsNotIntact() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(CutBytesDeserializer.VALUE_BYTES, bytes("50000000"));

    DeadLetter letter = DeadLetters.of("a-job", raw(bytes("k"), new byte[101], headers), REFUSAL);

    assertThat(letter.getIntact()).isFalse();
    assertThat(letter.getHeaders())
        .containsExactly(new Header("millrace-value-bytes", ByteBuffer.wrap(bytes("50000000"))));
  }

  private static RawRecord raw(byte[] key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", bytes("1")).add("other", null).add("trace", bytes("2"));
    return raw(key, value, headers);
  }

  private static RawRecord raw(byte[] key, byte[] value, RecordHeaders headers) {
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

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
