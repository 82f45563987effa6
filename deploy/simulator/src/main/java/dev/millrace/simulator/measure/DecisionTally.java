package dev.millrace.simulator.measure;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.millrace.payments.Outcome;
import dev.millrace.simulator.delivery.SendListener;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Payment;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * Puts sent payments and their decisions together, by number of the payment. One thread tells what
 * is sent, another what is decided, in any order. Holds 8 bytes per payment.
 */
public final class DecisionTally implements SendListener {
  private static final List<FraudScenario> SCENARIOS = List.of(FraudScenario.values());
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private static final int PAGE_BITS = 12;
  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

  // What the number of a payment leads to: when it was due in microseconds after the tally's start,
  // above these bits.
  private static final long SENT = 1;
  private static final long DECIDED = 1 << 1;
  private static final int SCENARIO_SHIFT = 2;
  private static final int OUTCOME_SHIFT = 5;
  private static final int FIELD_MASK = 0b111;
  private static final int DUE_SHIFT = 8;

  private final long start = System.nanoTime();
  private final Duration warmUp;
  private volatile long measuredFrom = Long.MAX_VALUE;
  private final ConcurrentHashMap<Long, AtomicLongArray> pages = new ConcurrentHashMap<>();
  private final AtomicLongArray decided = new AtomicLongArray(SCENARIOS.size() * OUTCOMES.size());
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong distinct = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong undecodable = new AtomicLong();
  private final AtomicLong lastProgress = new AtomicLong(start);
  private final Histogram latencyMicros = new Histogram(HOURS.toNanos(1) / 1000, 3);
  private final LatencyListener listener;

  /**
   * A tally that begins now.
   *
   * @param warmUp the latency of payments due within it is not measured, their decisions count
   * @param listener hears of every payment that is sent or decided, those of the warm-up too
   */
  public DecisionTally(Duration warmUp, LatencyListener listener) {
    this.warmUp = requireNonNull(warmUp);
    this.listener = requireNonNull(listener);
    latencyMicros.setAutoResize(true);
  }

  @Override
  public void sending(Payment payment, long dueNanos) {
    if (expected.getAndIncrement() == 0) {
      measuredFrom = NANOSECONDS.toMicros(dueNanos - start + warmUp.toNanos());
    }
    long dueMicros = Math.max(0, NANOSECONDS.toMicros(dueNanos - start));
    long mark =
        dueMicros << DUE_SHIFT
            | (long) SCENARIOS.indexOf(payment.scenario()) << SCENARIO_SHIFT
            | SENT;
    // Before it counts as sent: its decision may be read at once, and has to find it.
    listener.sending(payment.number(), dueNanos);
    long before = set(payment.number(), mark);
    if ((before & DECIDED) != 0) {
      listener.settled(payment.number());
      if ((before & SENT) == 0) {
        count(before | mark);
      }
    }
  }

  /**
   * A decision was read that was made after the tally began.
   *
   * @param number the payment's
   * @param receivedNanos when it was read, on the clock of {@link System#nanoTime}
   */
  public void decided(long number, Outcome outcome, long receivedNanos) {
    long before = decidedBefore(number, outcome);
    if ((before & SENT) != 0 && (before & DECIDED) == 0) {
      long dueMicros = before >>> DUE_SHIFT;
      long latency = NANOSECONDS.toMicros(receivedNanos - start) - dueMicros;
      if (dueMicros >= measuredFrom) {
        latencyMicros.recordValue(Math.max(0, latency));
      }
      listener.decided(start + MICROSECONDS.toNanos(dueMicros), receivedNanos);
    }
  }

  /** A decision was read that was made before the tally began: of an earlier run. */
  public void decidedEarlier(long number, Outcome outcome) {
    decidedBefore(number, outcome);
  }

  /** A record was read that is no decision. */
  void sawUndecodable() {
    undecodable.incrementAndGet();
  }

  private long decidedBefore(long number, Outcome outcome) {
    read.incrementAndGet();
    long mark = (long) OUTCOMES.indexOf(outcome) << OUTCOME_SHIFT | DECIDED;
    long before = page(number).get((int) number & PAGE_MASK);
    if ((before & DECIDED) != 0) {
      // The first answer is the one that counts.
      duplicates.incrementAndGet();
      return before;
    }
    before = set(number, mark);
    if ((before & SENT) != 0) {
      listener.settled(number);
      count(before | mark);
    }
    return before;
  }

  private long set(long number, long bits) {
    return page(number).getAndAccumulate((int) number & PAGE_MASK, bits, (was, more) -> was | more);
  }

  private AtomicLongArray page(long number) {
    Long page = number >>> PAGE_BITS;
    AtomicLongArray known = pages.get(page);
    return known != null
        ? known
        : pages.computeIfAbsent(page, absent -> new AtomicLongArray(PAGE_MASK + 1));
  }

  /** Called once per payment that is both sent and decided, by whichever comes second. */
  private void count(long entry) {
    int scenario = (int) (entry >>> SCENARIO_SHIFT) & FIELD_MASK;
    int outcome = (int) (entry >>> OUTCOME_SHIFT) & FIELD_MASK;
    decided.incrementAndGet(scenario * OUTCOMES.size() + outcome);
    lastProgress.set(System.nanoTime());
    distinct.incrementAndGet();
  }

  /** Payments sent for which a decision is expected. */
  public long expected() {
    return expected.get();
  }

  /** Payments that are sent and decided, each counted once. */
  public long distinct() {
    return distinct.get();
  }

  /** Decisions read, repeated ones counted each time. */
  public long read() {
    return read.get();
  }

  /** Decisions read that repeat an earlier one. */
  public long duplicates() {
    return duplicates.get();
  }

  /** Records read that are no decisions, of this run or of others. */
  public long undecodable() {
    return undecodable.get();
  }

  /** When {@link #distinct} last grew, on the clock of {@link System#nanoTime}. */
  public long lastProgress() {
    return lastProgress.get();
  }

  /** Payments that are sent and decided with an outcome. */
  public long decided(FraudScenario scenario, Outcome outcome) {
    return decided.get(SCENARIOS.indexOf(scenario) * OUTCOMES.size() + OUTCOMES.indexOf(outcome));
  }

  /**
   * Time from when a payment was due to when its decision was read, in microseconds. To be used
   * when no more decisions are told.
   */
  public Histogram latencyMicros() {
    return latencyMicros;
  }

  /** Payments that are sent and decided by outcome. */
  public Map<Outcome, Long> byOutcome() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : OUTCOMES) {
      long count = 0;
      for (FraudScenario scenario : SCENARIOS) {
        count += decided(scenario, outcome);
      }
      counts.put(outcome, count);
    }
    return counts;
  }
}
