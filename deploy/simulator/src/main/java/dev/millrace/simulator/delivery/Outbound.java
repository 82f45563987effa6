package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.simulator.payments.PaymentEvent;
import java.util.Optional;

/** A record that is ready to be sent, and what it is about. */
public final class Outbound {
  private final PaymentEvent event;
  private final String topic;
  private final byte[] key;
  private final byte[] value;

  Outbound(PaymentEvent event, String topic, byte[] key, byte[] value) {
    this.event = requireNonNull(event, "event");
    this.topic = requireNonNull(topic, "topic");
    this.key = requireNonNull(key, "key");
    this.value = value;
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

  /** What the {@code simulator-bad} header says; empty on a sound record. */
  Optional<String> badLabel() {
    return event instanceof PaymentEvent.Malformed malformed
        ? Optional.of(malformed.kind().label())
        : Optional.empty();
  }
}
