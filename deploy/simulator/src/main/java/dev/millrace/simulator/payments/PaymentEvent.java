package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

/** Something that is sent to the payments topics. */
public sealed interface PaymentEvent {

  /** Milliseconds since 1970 UTC at which this happens in the simulated world. */
  long eventTime();

  /** A payment is made. */
  record Paid(Payment payment) implements PaymentEvent {
    public Paid {
      requireNonNull(payment, "payment");
    }

    @Override
    public long eventTime() {
      return payment.eventTime();
    }
  }

  /** It becomes known what an earlier payment was. */
  record Labelled(Payment payment, long eventTime) implements PaymentEvent {
    public Labelled {
      requireNonNull(payment, "payment");
    }
  }

  /**
   * A producer sends something broken.
   *
   * @param kind what is wrong with it
   * @param number number of the malformed record, from 0
   * @param like a payment that the record resembles as far as its kind allows
   */
  record Malformed(BadRecordKind kind, long number, Payment like) implements PaymentEvent {
    public Malformed {
      requireNonNull(kind, "kind");
      requireNonNull(like, "like");
    }

    @Override
    public long eventTime() {
      return like.eventTime();
    }
  }
}
