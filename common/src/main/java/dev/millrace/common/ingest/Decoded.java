package dev.millrace.common.ingest;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordType;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A record in the reader's version, with the bytes it was read from: between decoding and the last
 * step that may still refuse it.
 */
public record Decoded<T extends SpecificRecordBase>(T value, RawRecord raw) {

  /** How Flink serializes it. */
  @SuppressWarnings("unchecked") // the class of a generic type is known without its argument only
  public static <T extends SpecificRecordBase> TypeInformation<Decoded<T>> type(
      Class<T> valueType) {
    return Types.POJO(
        (Class<Decoded<T>>) (Class<?>) Decoded.class,
        Map.of("value", new RecordType<>(valueType), "raw", RawRecord.TYPE));
  }
}
