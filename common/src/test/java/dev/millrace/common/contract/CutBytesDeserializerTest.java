package dev.millrace.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutBytesDeserializerTest {
  private static final int MAX = 10;

  private final RecordHeaders headers = new RecordHeaders();
  private final CutBytesDeserializer values = new CutBytesDeserializer();

  @BeforeEach
  void configure() {
    values.configure(Map.of(CutBytesDeserializer.MAX_BYTES, "10"), false);
  }

  @Test
  void asMuchAsTheLimitIsKept() {
    byte[] value = numbered(MAX);

    assertThat(values.deserialize("t", headers, ByteBuffer.wrap(value))).isEqualTo(value);
    assertThat(headers).isEmpty();
  }

  @Test
  void aLongerValueKeepsOneByteMoreThanTheLimitAndSaysHowLongItWas() {
    ByteBuffer value = ByteBuffer.wrap(numbered(52), 2, 50);

    assertThat(values.deserialize("t", headers, value))
        .isEqualTo(Arrays.copyOfRange(numbered(52), 2, 2 + MAX + 1));
    assertThat(text("millrace-value-bytes")).isEqualTo("50");
  }

  @Test
  void keysHaveAHeaderOfTheirOwn() {
    CutBytesDeserializer keys = new CutBytesDeserializer();
    keys.configure(Map.of(CutBytesDeserializer.MAX_BYTES, 10), true);

    assertThat(keys.deserialize("t", headers, ByteBuffer.wrap(numbered(11)))).hasSize(11);
    assertThat(text("millrace-key-bytes")).isEqualTo("11");
  }

  @Test
  void whatIsThereIsNotChanged() {
    ByteBuffer value = ByteBuffer.wrap(numbered(50));

    byte[] kept = values.deserialize("t", headers, value);
    kept[0] = 99;

    assertThat(value.remaining()).isEqualTo(50);
    assertThat(value.get(0)).isZero();
  }

  @Test
  void noValueStaysNoValue() {
    assertThat(values.deserialize("t", headers, (ByteBuffer) null)).isNull();
    assertThat(values.deserialize("t", headers, (byte[]) null)).isNull();
  }

  @Test
  void headersThatAreTooLargeTogetherAreDropped() {
    headers.add("a", new byte[4]).add("a", null).add("bc", new byte[4]);

    values.deserialize("t", headers, ByteBuffer.wrap(numbered(1)));

    assertThat(headers.toArray()).hasSize(1);
    assertThat(text("millrace-headers-bytes")).isEqualTo("12");
  }

  @Test
  void anyNumberOfHeadersIsDropped() {
    long bytes = 0;
    for (int i = 0; i < 300_000; i++) {
      headers.add("name-" + i, new byte[1]);
      bytes += ("name-" + i).length() + 1;
    }

    values.deserialize("t", headers, ByteBuffer.wrap(numbered(1)));

    assertThat(headers.toArray()).hasSize(1);
    assertThat(text("millrace-headers-bytes")).isEqualTo(Long.toString(bytes));
  }

  @Test
  void smallHeadersStay() {
    headers.add("a", new byte[4]).add("a", null);

    values.deserialize("t", headers, ByteBuffer.wrap(numbered(1)));

    assertThat(headers.toArray()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483647", "much"})
  void theLimitIsANumber(String limit) {
    assertThatThrownBy(() -> values.configure(Map.of(CutBytesDeserializer.MAX_BYTES, limit), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("millrace.max-bytes")
        .hasMessageContaining(limit);
  }

  private String text(String header) {
    return new String(headers.lastHeader(header).value(), UTF_8);
  }

  private static byte[] numbered(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
