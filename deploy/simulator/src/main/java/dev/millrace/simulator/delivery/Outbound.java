package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.simulator.payments.PaymentEvent;
import java.util.Optional;
import java.util.OptionalInt;

/** A record that is ready to be sent, and what it is about. */
public final class Outbound {
  private final PaymentEvent event;
  private final String topic;
  private final byte[] key;
  private final byte[] value;
  private final OptionalInt version;

  Outbound(PaymentEvent event, String topic, byte[] key, byte[] value) {
    this(event, topic, key, value, OptionalInt.empty());
  }

  Outbound(PaymentEvent event, String topic, byte[] key, byte[] value, OptionalInt version) {
    this.event = requireNonNull(event, "event");
    this.topic = requireNonNull(topic, "topic");
    this.key = requireNonNull(key, "key");
    this.value = value;
    this.version = requireNonNull(version, "version");
  }

  public PaymentEvent event() {
    return event;
  }

  public String topic() {
    return topic;
  }

  /** The record key; not a copy. */
  byte[] key() {
    return key;
  }

  /** The record value, null for a tombstone; not a copy. */
  byte[] value() {
    return value;
  }

  /** The released version it is written in, if a certain one was asked for. */
  OptionalInt version() {
    return version;
  }

  /** What the {@code simulator-bad} header says; empty on a sound record. */
  Optional<String> badLabel() {
    return event instanceof PaymentEvent.Malformed malformed
        ? Optional.of(malformed.kind().label())
        : Optional.empty();
  }
}
