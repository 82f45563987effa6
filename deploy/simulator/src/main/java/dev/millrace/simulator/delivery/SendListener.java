package dev.millrace.simulator.delivery;

import dev.millrace.simulator.payments.Payment;

/** Hears of each payment just before it is handed to the producer. */
@FunctionalInterface
public interface SendListener {

  /**
   * A payment is about to be sent.
   *
   * @param dueNanos when the payment was due, on the clock of {@link System#nanoTime}
   */
  void sending(Payment payment, long dueNanos);
}
