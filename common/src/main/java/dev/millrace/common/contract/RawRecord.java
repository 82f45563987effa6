package dev.millrace.common.contract;

import dev.millrace.suite.Source;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A Kafka record as it came, byte for byte. The arrays are never changed.
 *
 * @param topic Kafka topic
 * @param partition Kafka partition
 * @param offset Kafka offset
 * @param timestamp Kafka timestamp, milliseconds since 1970
 * @param key bytes of the key, or null
 * @param value bytes of the value, or null
 * @param headerNames names of the headers in their order; a name may repeat
 * @param headerValues values of the headers, each of them bytes or null
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared, and a copy per record would cost more than it
// protects
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte[] key,
    byte[] value,
    String[] headerNames,
    byte[][] headerValues) {

  /** How Flink serializes it. */
  public static final TypeInformation<RawRecord> TYPE =
      Types.POJO(
          RawRecord.class,
          Map.of(
              "topic", Types.STRING,
              "partition", Types.INT,
              "offset", Types.LONG,
              "timestamp", Types.LONG,
              "key", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
              "value", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
              "headerNames", Types.OBJECT_ARRAY(Types.STRING),
              "headerValues",
                  Types.OBJECT_ARRAY(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));

  private static final String[] NO_NAMES = {};
  private static final byte[][] NO_VALUES = {};

  public static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    String[] names = headers.length == 0 ? NO_NAMES : new String[headers.length];
    byte[][] values = headers.length == 0 ? NO_VALUES : new byte[headers.length][];
    for (int i = 0; i < headers.length; i++) {
      names[i] = headers[i].key();
      values[i] = headers[i].value();
    }
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        names,
        values);
  }

  /** Value of the last header of a name; null if there is none, or it has no value. */
  public byte[] header(String name) {
    for (int i = headerNames.length - 1; i >= 0; i--) {
      if (headerNames[i].equals(name)) {
        return headerValues[i];
      }
    }
    return null;
  }

  /** Bytes of key, value and headers. */
  public long bytes() {
    long bytes = length(key) + length(value);
    for (int i = 0; i < headerNames.length; i++) {
      bytes += headerNames[i].length() + length(headerValues[i]);
    }
    return bytes;
  }

  private static long length(byte[] field) {
    return field == null ? 0 : field.length;
  }

  /** The record's coordinates. */
  public Source source() {
    return new Source(topic, partition, offset);
  }
}
