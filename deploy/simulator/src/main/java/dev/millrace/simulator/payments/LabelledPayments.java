package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;

/**
 * Payments of a span of event time, with the label of each following after a delay, all in
 * event-time order; at the same moment the label comes first.
 *
 * <p>Every label that becomes known within the span is there, also those of payments made before
 * the span: a job that starts with the span then knows its terminals as well as one that ran all
 * along, and two spans that follow each other miss nothing between them. Labels that become known
 * after the span, or after the last payment of a stream that ends earlier, are not there.
 *
 * <p>Holds the payments whose labels are still to come, about 70 bytes each.
 */
public final class LabelledPayments implements Iterator<PaymentEvent> {
  private final PaymentStream payments;
  private final Optional<Duration> labelDelay;
  private final Span span;
  private final long limit;

  private final Queue<Payment> unlabelled = new ArrayDeque<>();
  private Payment nextPayment;
  private boolean labelsFollowTheLastPayment;
  private long taken;
  private PaymentEvent next;

  /**
   * Takes the payments of the span.
   *
   * @param payments all payments in event-time order, from the label delay before the span on
   * @param labelDelay how long after a payment its label follows; empty: no labels
   * @param span the event time to cover
   * @param limit end after this many payments
   */
  public LabelledPayments(
      PaymentStream payments, Optional<Duration> labelDelay, Span span, long limit) {
    this.payments = requireNonNull(payments, "payments");
    this.labelDelay = requireNonNull(labelDelay, "labelDelay");
    this.span = requireNonNull(span, "span");
    this.limit = limit;
    takePayment();
    next = event();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public PaymentEvent next() {
    if (next == null) {
      throw new NoSuchElementException("the span has no more events");
    }
    PaymentEvent event = next;
    next = event();
    return event;
  }

  private PaymentEvent event() {
    while (!unlabelled.isEmpty()) {
      long labelTime = unlabelled.element().eventTime() + labelDelay.orElseThrow().toMillis();
      if (labelTime >= span.to() || !isBeforeNextPayment(labelTime)) {
        break;
      }
      Payment labelled = unlabelled.remove();
      if (labelTime >= span.from()) {
        return new PaymentEvent.Labelled(labelled, labelTime);
      }
    }
    if (nextPayment == null) {
      return null;
    }
    PaymentEvent paid = new PaymentEvent.Paid(nextPayment);
    takePayment();
    return paid;
  }

  private boolean isBeforeNextPayment(long labelTime) {
    return nextPayment == null ? labelsFollowTheLastPayment : labelTime <= nextPayment.eventTime();
  }

  /** Moves to the next payment of the span, remembering on the way those that get a label. */
  private void takePayment() {
    nextPayment = null;
    while (taken < limit && payments.hasNext()) {
      Payment payment = payments.next();
      if (payment.eventTime() >= span.to()) {
        labelsFollowTheLastPayment = true;
        return;
      }
      if (payment.eventTime() >= span.from()) {
        nextPayment = payment;
        taken++;
      }
      if (labelDelay.isPresent()
          && payment.eventTime() + labelDelay.get().toMillis() >= span.from()) {
        unlabelled.add(payment);
      }
      if (nextPayment != null) {
        return;
      }
    }
  }
}
