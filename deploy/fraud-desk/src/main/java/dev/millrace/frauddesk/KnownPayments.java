package dev.millrace.frauddesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.console.ToolException;
import dev.millrace.payments.Transaction;
import dev.millrace.simulator.delivery.PaymentEncoder;
import dev.millrace.simulator.payments.Circumstances;
import dev.millrace.simulator.payments.HandbookFile;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.Payment;
import dev.millrace.simulator.payments.PaymentStream;
import dev.millrace.simulator.payments.Surroundings;
import dev.millrace.simulator.payments.SyntheticPayments;
import dev.millrace.simulator.payments.WorldSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Payments whose truth is known, in the order of time, up to a time or a number. */
public final class KnownPayments implements Iterator<KnownPayment>, AutoCloseable {
  private final PaymentStream payments;
  private final Function<Payment, Transaction> record;
  private final long before;
  private long left;
  private Payment next;

  private KnownPayments(
      PaymentStream payments, Function<Payment, Transaction> record, long before, long limit) {
    TrustedRecords.trust();
    this.payments = payments;
    this.record = record;
    this.before = before;
    this.left = limit;
    take();
  }

  /**
   * Those of a file in the format of the Fraud Detection Handbook.
   *
   * @param before where to end; {@link Instant#MAX} for the end of the file
   * @throws ToolException if the file cannot be read
   */
  public static KnownPayments ofHandbook(Path file, Instant before) {
    long end = before.equals(Instant.MAX) ? Long.MAX_VALUE : before.toEpochMilli();
    try {
      Naming naming = Naming.handbook();
      return new KnownPayments(
          HandbookFile.open(file),
          payment -> PaymentEncoder.transaction(naming, payment, Circumstances.UNKNOWN),
          end,
          Long.MAX_VALUE);
    } catch (IOException e) {
      throw new ToolException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Those of a synthetic world.
   *
   * @param count how many
   * @param fraudShare about this share of them is fraud
   */
  public static KnownPayments ofSimulator(
      long seed, WorldSize size, LocalDate firstDay, long count, double fraudShare) {
    Naming naming = Naming.synthetic(seed);
    SyntheticPayments synthetic =
        new SyntheticPayments(seed, size, firstDay, OptionalDouble.of(fraudShare));
    Surroundings surroundings = synthetic.surroundings();
    return new KnownPayments(
        synthetic,
        payment -> PaymentEncoder.transaction(naming, payment, surroundings.of(payment)),
        Long.MAX_VALUE,
        count);
  }

  private void take() {
    next = left > 0 && payments.hasNext() ? payments.next() : null;
    left--;
    if (next != null && next.eventTime() >= before) {
      next = null;
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public KnownPayment next() {
    if (next == null) {
      throw new NoSuchElementException("there is no other payment");
    }
    KnownPayment known = new KnownPayment(record.apply(next), next.scenario().fraud());
    take();
    return known;
  }

  @Override
  public void close() {
    payments.close();
  }
}
