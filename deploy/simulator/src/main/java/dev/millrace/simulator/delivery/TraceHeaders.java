package dev.millrace.simulator.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Puts every Nth record into a sampled trace of its own, as a sender does that traces its requests:
 * header {@code traceparent} of <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>.
 * Its ids follow from the record's id, so that a record that is sent again is the same again.
 *
 * @param every 1: every record; 0: none
 */
public record TraceHeaders(long every) {

  public static final TraceHeaders NONE = new TraceHeaders(0);

  /**
   * The headers of a record.
   *
   * @param number of the record, from 0
   * @param id of the record, unique for ever
   */
  public List<Header> of(long number, String id) {
    if (every == 0 || number % every != 0) {
      return List.of();
    }
    String value = "00-%s-%s-01".formatted(hex(id), hex(id + " sent").substring(16));
    return List.of(new RecordHeader("traceparent", value.getBytes(US_ASCII)));
  }

  /** 32 hexadecimal digits. */
  private static String hex(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString().replace("-", "");
  }
}
