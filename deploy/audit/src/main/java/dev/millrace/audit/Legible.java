package dev.millrace.audit;

import dev.millrace.audit.Records.UnreadableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells records that hold what their topic should hold from others, and notes these. */
final class Legible {
  private final Map<Place, String> unread = new LinkedHashMap<>();

  /**
   * What is in a record; empty, and noted, if it is not what its topic should hold.
   *
   * @param bytes how bytes are read
   * @param reading what is wanted of the record in them
   */
  <T> Optional<T> parse(
      ConsumerRecord<byte[], byte[]> found,
      SupplyRecords.Reading bytes,
      Function<GenericRecord, T> reading) {
    Place place = new Place(found.topic(), found.partition(), found.offset());
    try {
      return Optional.of(reading.apply(bytes.of(found.value())));
    } catch (UnreadableException e) {
      unread.put(place, e.getMessage());
    } catch (AvroRuntimeException | ClassCastException | NullPointerException e) {
      unread.put(place, "a record of another kind: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Where the others are, with the reason; may be changed. */
  Map<Place, String> unread() {
    return unread;
  }
}
