package dev.millrace.common.testing.badjob.domain;

import dev.millrace.payments.Transaction;
import java.time.Instant;
import org.apache.flink.util.Preconditions;

/** Asks Flink and the clock. */
public final class Impure {

  private Impure() {}

  /** The age of a payment, in seconds. */
  public static long ageSeconds(Transaction payment) {
    Preconditions.checkNotNull(payment);
    return Instant.now().getEpochSecond() - payment.getEventTime().getEpochSecond();
  }
}
