package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * Mixes malformed records into payments: the kinds in turn, at places drawn from a seed. What does
 * not fit between the payments follows after the last.
 */
public final class BadRecordMix implements Iterator<PaymentEvent> {
  private static final BadRecordKind[] KINDS = BadRecordKind.values();

  private final Iterator<PaymentEvent> events;
  private final long bad;
  private final int meanGap;
  private final SplittableRandom random;

  private long inserted;
  private long paymentsUntilNext;
  private Payment last;

  /**
   * Mixes into the given events.
   *
   * @param events the sound events
   * @param bad how many malformed records to mix in, 0 or more
   * @param meanGap mean number of payments between two of them, 1 or more
   * @param seed the places are drawn from it
   */
  public BadRecordMix(Iterator<PaymentEvent> events, long bad, int meanGap, long seed) {
    this.events = requireNonNull(events, "events");
    this.bad = bad;
    this.meanGap = meanGap;
    this.random = new SplittableRandom(seed);
    this.paymentsUntilNext = gap();
  }

  @Override
  public boolean hasNext() {
    return events.hasNext() || moreToInsert();
  }

  @Override
  public PaymentEvent next() {
    if (moreToInsert() && (paymentsUntilNext == 0 || !events.hasNext())) {
      BadRecordKind kind = KINDS[(int) (inserted % KINDS.length)];
      PaymentEvent event = new PaymentEvent.Malformed(kind, inserted, last);
      inserted++;
      paymentsUntilNext = gap();
      return event;
    }
    if (!events.hasNext()) {
      throw new NoSuchElementException("no more events");
    }
    PaymentEvent event = events.next();
    if (event instanceof PaymentEvent.Paid paid) {
      last = paid.payment();
      paymentsUntilNext = Math.max(0, paymentsUntilNext - 1);
    }
    return event;
  }

  /** A malformed record resembles the payment before it, so there has to be one. */
  private boolean moreToInsert() {
    return inserted < bad && last != null;
  }

  private long gap() {
    return 1 + random.nextLong(Math.max(1, 2L * meanGap - 1));
  }
}
