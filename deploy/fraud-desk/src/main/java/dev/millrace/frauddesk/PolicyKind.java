package dev.millrace.frauddesk;

import dev.millrace.common.quality.RecordRules;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What rules and models differ in. Both are kept on a compacted topic with one partition; each
 * change of one is a record under the same key and with a higher number.
 *
 * @param <T> the record
 */
interface PolicyKind<T extends SpecificRecordBase> {

  /** What people call one, such as {@code rule}. */
  String noun();

  /** What a person types about them. */
  default String command() {
    return "scripts/%ss".formatted(noun());
  }

  /** Name of the topic. */
  String topic();

  /** The generated record class. */
  Class<T> type();

  /** What the job asks of a record. */
  RecordRules<T> rules();

  /** What stays the same in all its changes. */
  String key(T record);

  /** Name of the number that grows with each change. */
  String numberName();

  long number(T record);

  /** Who made the change. */
  String author(T record);

  /** When the change was made. */
  Instant time(T record);

  /** What a record means for payments, in a few words. */
  String effect(T record);

  /** A record that says the same, as a change of its own. */
  T stamped(T record, long number, String author, Instant time);

  /** The number of the next change. */
  long nextNumber(String key, PolicyHistory<T> before, Instant now);

  /** One that the job has without any on the topic. */
  default Optional<T> builtIn(String key) {
    return Optional.empty();
  }

  /** Why a valid record must not follow what is there; empty if it may. */
  default Optional<String> conflict(T next, PolicyHistory<T> before) {
    return Optional.empty();
  }

  /** Whether to say once more what is in force would change nothing. */
  default boolean isSettled(Placed<T> inForce, PolicyHistory<T> before) {
    return true;
  }
}
