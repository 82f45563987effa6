package dev.millrace.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads keys and values as bytes, and cuts those that are too large to be read, before a consumer
 * collects them: a broker limits what arrives compressed, and a single request may unfold into
 * records of gigabytes, all in memory at once.
 *
 * <p>What is cut keeps its first bytes, one more than the limit, so that whoever checks the size
 * still finds it too large; a header says how many bytes there were. Headers that are too large
 * together go, and another header says so.
 */
public final class CutBytesDeserializer implements Deserializer<byte[]> {
  /** Consumer setting: the longest key, value, and headers together, that are kept, in bytes. */
  public static final String MAX_BYTES = "millrace.max-bytes";

  /** Header on a record whose value was cut: how many bytes it had, a decimal number. */
  public static final String VALUE_BYTES = "millrace-value-bytes";

  /** Header on a record whose key was cut: how many bytes it had, a decimal number. */
  public static final String KEY_BYTES = "millrace-key-bytes";

  /** Header on a record whose headers were dropped: how many bytes they had, a decimal number. */
  public static final String HEADERS_BYTES = "millrace-headers-bytes";

  private static final Set<String> CUT = Set.of(VALUE_BYTES, KEY_BYTES, HEADERS_BYTES);

  private int maxBytes;
  private String header;

  /** Whether a record with these headers is not whole. */
  public static boolean wasCut(String[] headerNames) {
    return Arrays.stream(headerNames).anyMatch(CUT::contains);
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    header = isKey ? KEY_BYTES : VALUE_BYTES;
    String text = String.valueOf(settings.get(MAX_BYTES));
    try {
      maxBytes = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(MAX_BYTES, text, "must be a whole number");
    }
    if (maxBytes < 1 || maxBytes == Integer.MAX_VALUE) {
      throw new ConfigException(MAX_BYTES, text, "must be from 1 to 2147483646");
    }
  }

  @Override
  public byte[] deserialize(String topic, byte[] data) {
    throw new UnsupportedOperationException("a consumer gives the headers, too");
  }

  @Override
  public byte[] deserialize(String topic, Headers headers, byte[] data) {
    return data == null ? null : deserialize(topic, headers, ByteBuffer.wrap(data));
  }

  @Override
  public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
    dropIfTooLarge(headers);
    if (data == null) {
      return null;
    }
    int length = data.remaining();
    if (length > maxBytes) {
      headers.add(header, number(length));
    }
    byte[] kept = new byte[Math.min(length, maxBytes + 1)];
    data.duplicate().get(kept);
    return kept;
  }

  private void dropIfTooLarge(Headers headers) {
    long bytes = 0;
    for (Header each : headers) {
      bytes += each.key().length() + (each.value() == null ? 0 : each.value().length);
    }
    if (bytes > maxBytes) {
      clear(headers);
      headers.add(HEADERS_BYTES, number(bytes));
    }
  }

  /**
   * Kafka has no call for this, and its list moves all that stands behind a header that is removed:
   * so the last ones first, in parts that make moving as cheap as going there.
   */
  private static void clear(Headers headers) {
    int left = headers.toArray().length;
    int part = 1 + 4 * (int) Math.sqrt(left);
    while (left > 0) {
      left = Math.max(0, left - part);
      Iterator<Header> all = headers.iterator();
      for (int i = 0; all.hasNext(); i++) {
        all.next();
        if (i >= left) {
          all.remove();
        }
      }
    }
  }

  private static byte[] number(long bytes) {
    return Long.toString(bytes).getBytes(UTF_8);
  }
}
