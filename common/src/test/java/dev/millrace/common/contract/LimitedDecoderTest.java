package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedDecoderTest {
  private static final DecodeLimits LIMITS = new DecodeLimits(1_000, 100, 8);

  private final LimitedDecoder decoder = new LimitedDecoder(LIMITS);

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        -1,
        63,
        64,
        -64,
        -65,
        8191,
        8192,
        1_700_000_000_123L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void readsNumbersOfAnyLength(long number) throws IOException {
    assertThat(on(encoded(encoder -> encoder.writeLong(number))).readLong()).isEqualTo(number);
    assertThat(on(encoded(encoder -> encoder.writeInt((int) number))).readInt())
        .isEqualTo((int) number);
    assertThat(on(encoded(encoder -> encoder.writeDouble(number / 3.0))).readDouble())
        .isEqualTo(number / 3.0);
    assertThat(on(encoded(encoder -> encoder.writeFloat(number / 3f))).readFloat())
        .isEqualTo(number / 3f);
  }

  @Test
  void readsTheSpecialNumbers() throws IOException {
    assertThat(on(encoded(encoder -> encoder.writeDouble(Double.NaN))).readDouble()).isNaN();
    assertThat(on(encoded(encoder -> encoder.writeDouble(Double.NEGATIVE_INFINITY))).readDouble())
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(on(encoded(encoder -> encoder.writeFloat(-0f))).readFloat()).isEqualTo(-0f);
  }

  @Test
  void readsTextsAndBytes() throws IOException {
    byte[] value =
        encoded(
            encoder -> {
              encoder.writeString("für");
              encoder.writeBytes(new byte[] {1, 2});
              encoder.writeFixed(new byte[] {3, 4, 5});
              encoder.writeBoolean(true);
            });
    on(value);

    assertThat(decoder.readString()).isEqualTo("für");
    assertThat(decoder.readBytes(null)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    byte[] fixed = new byte[3];
    decoder.readFixed(fixed, 0, 3);
    assertThat(fixed).containsExactly(3, 4, 5);
    assertThat(decoder.isEnd()).isFalse();
    assertThat(decoder.readBoolean()).isTrue();
    assertThat(decoder.isEnd()).isTrue();
  }

  @Test
  void whatIsReadIsACopy() throws IOException {
    byte[] value = encoded(encoder -> encoder.writeBytes(new byte[] {1, 2}));
    ByteBuffer read = on(value).readBytes(null);

    Arrays.fill(value, (byte) 9);

    assertThat(read).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
  }

  @Test
  void aBooleanIsZeroOrOne() {
    assertThatThrownBy(() -> on(new byte[] {2}).readBoolean())
        .isInstanceOf(InvalidBytesException.class)
        .hasMessage("a boolean is 2, not 0 or 1");
  }

  @Test
  void numbersEnd() {
    byte[] endless = new byte[100];
    Arrays.fill(endless, (byte) 0xff);

    assertThatThrownBy(() -> on(endless).readInt()).hasMessage("an int is longer than 5 bytes");
    assertThatThrownBy(() -> on(endless).readLong()).hasMessage("a long is longer than 10 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0af", // '/' in two bytes
        "eda080", // half of a surrogate pair
        "f4908080", // beyond the last character
        "80", // the middle of a character
        "e282", // the start of one
        "efbfbdff" // the character that stands for what is not UTF-8, and a byte that is not
      })
  void textIsUtf8(String hex) {
    byte[] text = new BigInteger("01" + hex, 16).toByteArray();
    byte[] value = text.clone();
    value[0] = (byte) ((text.length - 1) << 1);

    assertThatThrownBy(() -> on(value).readString())
        .isInstanceOf(InvalidBytesException.class)
        .hasMessage("a text is not UTF-8");
  }

  @Test
  void blocksWithASizeAreSkippedWhole() throws IOException {
    byte[] value =
        encoded(
            encoder -> {
              encoder.writeLong(-2);
              encoder.writeLong(3); // bytes
              encoder.writeFixed(new byte[] {9, 9, 9});
              encoder.writeLong(0);
              encoder.writeBoolean(true);
            });

    assertThat(on(value).skipArray()).isZero();
    assertThat(decoder.readBoolean()).isTrue();
  }

  /**
   * The same calls on the same random bytes have the same answers as Avro's own decoder, or one of
   * the answers that only this one gives.
   */
  @Test
  void readsWhatAvroReads() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int agreed = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(value);
      if (random.nextBoolean()) { // small lengths and counts
        for (int i = 0; i < value.length; i += 1 + random.nextInt(3)) {
          value[i] = (byte) random.nextInt(16);
        }
      }
      int calls = random.nextInt(1 << (4 * (1 + round % 4)));
      String avro = answers(DecoderFactory.get().binaryDecoder(value, null), calls);
      String ours = answers(on(value), calls);
      if (ours.endsWith("refused")) {
        assertThat(avro)
            .as("seed %d, round %d", seed, round)
            .startsWith(ours.replace("refused", ""));
      } else {
        assertThat(ours).as("seed %d, round %d", seed, round).isEqualTo(avro);
        agreed++;
      }
    }
    assertThat(agreed).isGreaterThan(1_000);
  }

  private static String answers(Decoder decoder, int calls) {
    StringBuilder answers = new StringBuilder();
    try {
      for (int call = calls; call != 0; call >>>= 4) {
        answers.append(
            switch (call & 15) {
              case 0, 1 -> decoder.readLong();
              case 2 -> decoder.readInt();
              case 3 -> decoder.readFloat();
              case 4 -> decoder.readDouble();
              case 5, 6, 7 -> decoder.readString();
              case 8 -> Arrays.toString(decoder.readBytes(null).array());
              case 9 -> decoder.readArrayStart();
              case 10 -> decoder.mapNext();
              case 11 -> decoder.readString(null);
              case 12 -> fixed(decoder);
              case 13 -> decoder.readEnum();
              case 14 -> skipped(decoder);
              default -> decoder.readIndex();
            });
        answers.append(' ');
      }
      return answers.append("end").toString();
    } catch (IOException | RuntimeException e) {
      return answers.append("refused").toString();
    }
  }

  private static String fixed(Decoder decoder) throws IOException {
    byte[] bytes = new byte[3];
    decoder.readFixed(bytes);
    return Arrays.toString(bytes);
  }

  private static String skipped(Decoder decoder) throws IOException {
    decoder.skipString();
    decoder.skipFixed(2);
    return "skipped";
  }

  private LimitedDecoder on(byte[] value) {
    decoder.reset(value, 0);
    return decoder;
  }

  private interface Body {
    void write(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] encoded(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    body.write(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
