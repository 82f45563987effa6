package dev.millrace.common.ingest;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordType;
import dev.millrace.common.observe.Trace;
import dev.millrace.suite.Source;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A valid input record, as a topology sees it.
 *
 * @param value the record in the reader's version; never changed
 * @param source where it came from; every output that it causes names it
 * @param sentAt Kafka timestamp, milliseconds since 1970: when the producer sent it, for latency
 *     figures only
 * @param trace the sampled trace that it belongs to, or null
 */
public record Received<T extends SpecificRecordBase>(
    T value, Source source, long sentAt, Trace trace) {

  /** A record that belongs to no trace. */
  public Received(T value, Source source, long sentAt) {
    this(value, source, sentAt, null);
  }

  static <T extends SpecificRecordBase> Received<T> of(Decoded<T> decoded, long now) {
    RawRecord raw = decoded.raw();
    return new Received<>(
        decoded.value(),
        raw.source(),
        raw.timestamp(),
        Trace.sampled(raw.header(Trace.HEADER), now));
  }

  /** How Flink serializes it. */
  @SuppressWarnings("unchecked") // the class of a generic type is known without its argument only
  public static <T extends SpecificRecordBase> TypeInformation<Received<T>> type(
      Class<T> valueType) {
    return Types.POJO(
        (Class<Received<T>>) (Class<?>) Received.class,
        Map.of(
            "value",
            new RecordType<>(valueType),
            "source",
            new RecordType<>(Source.class),
            "sentAt",
            Types.LONG,
            "trace",
            Trace.TYPE));
  }
}
