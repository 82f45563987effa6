package dev.millrace.simulator.hostile;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;

/** A record that nobody should send. */
public final class HostileRecord {
  private final String kind;
  private final String topic;
  private final Supplier<byte[]> key;
  private final Supplier<byte[]> value;

  HostileRecord(String kind, String topic, Supplier<byte[]> key, Supplier<byte[]> value) {
    this.kind = requireNonNull(kind, "kind");
    this.topic = requireNonNull(topic, "topic");
    this.key = requireNonNull(key, "key");
    this.value = requireNonNull(value, "value");
  }

  /** What is wrong with it, for example {@code length-2^31}. */
  public String kind() {
    return kind;
  }

  public String topic() {
    return topic;
  }

  /** The record key, made anew; empty if it has none. */
  public Optional<byte[]> key() {
    return Optional.ofNullable(key.get());
  }

  /** The record value, made anew, up to 50 MB; empty for a tombstone. */
  public Optional<byte[]> value() {
    return Optional.ofNullable(value.get());
  }
}
