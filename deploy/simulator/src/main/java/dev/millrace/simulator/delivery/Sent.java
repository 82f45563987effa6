package dev.millrace.simulator.delivery;

import dev.millrace.simulator.payments.BadRecordKind;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.PaymentEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a run has sent so far. Written by one thread, read by any. */
public final class Sent {
  private final AtomicLong payments = new AtomicLong();
  private final AtomicLong labels = new AtomicLong();
  private final Map<BadRecordKind, AtomicLong> bad = new EnumMap<>(BadRecordKind.class);
  private final Map<FraudScenario, AtomicLong> scenarios = new EnumMap<>(FraudScenario.class);
  private final Map<Integer, AtomicLong> versions = new ConcurrentSkipListMap<>();
  private final AtomicLong firstEventTime = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong lastEventTime = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong maxLagNanos = new AtomicLong();
  private final AtomicLong elapsedNanos = new AtomicLong();
  private volatile boolean cutShort;

  Sent() {
    for (BadRecordKind kind : BadRecordKind.values()) {
      bad.put(kind, new AtomicLong());
    }
    for (FraudScenario scenario : FraudScenario.values()) {
      scenarios.put(scenario, new AtomicLong());
    }
  }

  void add(Outbound outbound, long lagNanos, long elapsed) {
    PaymentEvent event = outbound.event();
    outbound
        .version()
        .ifPresent(version -> add(versions.computeIfAbsent(version, v -> new AtomicLong())));
    if (event instanceof PaymentEvent.Paid paid) {
      add(payments);
      add(scenarios.get(paid.payment().scenario()));
    } else if (event instanceof PaymentEvent.Labelled) {
      add(labels);
    } else if (event instanceof PaymentEvent.Malformed malformed) {
      add(bad.get(malformed.kind()));
    }
    if (firstEventTime.getPlain() == Long.MIN_VALUE) {
      firstEventTime.setRelease(event.eventTime());
    }
    lastEventTime.setRelease(event.eventTime());
    if (lagNanos > maxLagNanos.getPlain()) {
      maxLagNanos.setRelease(lagNanos);
    }
    elapsedNanos.setRelease(elapsed);
  }

  /** The run was stopped before it had sent what there was to send. */
  void cutShort() {
    cutShort = true;
  }

  void finished(long elapsed) {
    elapsedNanos.setRelease(elapsed);
  }

  /** One writer: no need for the locked instruction of an increment. */
  private static void add(AtomicLong counter) {
    counter.setRelease(counter.getPlain() + 1);
  }

  /** Payments, malformed records not among them. */
  public long payments() {
    return payments.get();
  }

  public long labels() {
    return labels.get();
  }

  /** Malformed records of all kinds. */
  public long bad() {
    return bad.values().stream().mapToLong(AtomicLong::get).sum();
  }

  public Map<BadRecordKind, Long> badByKind() {
    Map<BadRecordKind, Long> counts = new EnumMap<>(BadRecordKind.class);
    bad.forEach((kind, count) -> counts.put(kind, count.get()));
    return counts;
  }

  public Map<FraudScenario, Long> paymentsByScenario() {
    Map<FraudScenario, Long> counts = new EnumMap<>(FraudScenario.class);
    scenarios.forEach((scenario, count) -> counts.put(scenario, count.get()));
    return counts;
  }

  /** Payments by the released version they were written in, where certain ones were asked for. */
  public SortedMap<Integer, Long> paymentsByVersion() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    versions.forEach((version, count) -> counts.put(version, count.get()));
    return counts;
  }

  /** Event time of the first event, milliseconds since 1970 UTC; the least long before it. */
  public long firstEventTime() {
    return firstEventTime.get();
  }

  /** Event time of the newest event, milliseconds since 1970 UTC; the least long before it. */
  public long lastEventTime() {
    return lastEventTime.get();
  }

  /** Whether the run was stopped with something left to send. */
  public boolean isCutShort() {
    return cutShort;
  }

  /** How late the most delayed record was handed to the producer. */
  public Duration maxLag() {
    return Duration.ofNanos(maxLagNanos.get());
  }

  /** Time from the start to the newest record, in the end until it was delivered. */
  public Duration elapsed() {
    return Duration.ofNanos(elapsedNanos.get());
  }
}
