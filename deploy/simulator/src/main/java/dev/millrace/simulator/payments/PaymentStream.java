package dev.millrace.simulator.payments;

import java.util.Iterator;

/** Payments in event-time order, with what each truly is. Not thread-safe. */
public interface PaymentStream extends Iterator<Payment>, AutoCloseable {

  /** Releases what the stream reads from. */
  @Override
  default void close() {}
}
