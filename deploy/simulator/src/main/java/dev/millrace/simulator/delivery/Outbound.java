package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.simulator.payments.PaymentEvent;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Header;

/** A record that is ready to be sent, and what it is about. */
public final class Outbound {
  private final PaymentEvent event;
  private final String topic;
  private final byte[] key;
  private final byte[] value;
  private final List<Header> headers;
  private final OptionalInt version;

  Outbound(
      PaymentEvent event,
      String topic,
      byte[] key,
      byte[] value,
      List<Header> headers,
      OptionalInt version) {
    this.event = requireNonNull(event, "event");
    this.topic = requireNonNull(topic, "topic");
    this.key = requireNonNull(key, "key");
    this.value = value;
    this.headers = List.copyOf(headers);
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

  List<Header> headers() {
    return headers;
  }

  /** The released version it is written in, if a certain one was asked for. */
  OptionalInt version() {
    return version;
  }
}
