package dev.millrace.common.contract;

import java.nio.ByteBuffer;

/**
 * The Confluent wire format: one magic byte 0, the schema id as four bytes big-endian, then the
 * Avro binary encoding.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html">
 *     Confluent, wire format</a>
 */
public final class WireFormat {

  /** First byte of every value. */
  public static final byte MAGIC = 0;

  /** Bytes before the Avro encoding. */
  public static final int HEADER_LENGTH = 5;

  private WireFormat() {}

  /** The five header bytes of a value written with the given schema. */
  public static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER_LENGTH).put(MAGIC).putInt(schemaId).array();
  }

  /**
   * The schema id in the header of {@code value}, which is at least {@link #HEADER_LENGTH} long.
   */
  public static int schemaId(byte[] value) {
    return ByteBuffer.wrap(value).getInt(1);
  }

  /** Subject under which the registry keeps the value schemas of a topic. */
  public static String subjectOf(String topic) {
    return topic + "-value";
  }
}
