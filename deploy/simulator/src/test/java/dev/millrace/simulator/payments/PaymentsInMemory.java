package dev.millrace.simulator.payments;

import java.util.Iterator;
import java.util.stream.IntStream;

/** A stream of made-up payments. */
public final class PaymentsInMemory implements PaymentStream {
  private final Iterator<Payment> payments;

  private PaymentsInMemory(Iterator<Payment> payments) {
    this.payments = payments;
  }

  /** Payments at these times, numbered from 0, of 1.00 and up. */
  public static PaymentsInMemory at(long... eventTimes) {
    return new PaymentsInMemory(
        IntStream.range(0, eventTimes.length)
            .mapToObj(number -> payment(number, eventTimes[number]))
            .iterator());
  }

  /** A legitimate payment. */
  public static Payment payment(long number, long eventTime) {
    return new Payment(
        number, number % 10, number % 20, 100 + number, eventTime, FraudScenario.LEGITIMATE);
  }

  @Override
  public boolean hasNext() {
    return payments.hasNext();
  }

  @Override
  public Payment next() {
    return payments.next();
  }
}
