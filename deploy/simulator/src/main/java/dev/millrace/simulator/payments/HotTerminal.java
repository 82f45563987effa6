package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

/**
 * Payments of which a share is made at one online merchant: what the largest shop of a country does
 * to a key.
 */
public final class HotTerminal implements PaymentStream {
  /** The first of the terminals that are online shops. */
  private static final long TERMINAL = 5;

  private final PaymentStream payments;
  private final double share;
  private final Dice dice;

  /**
   * Lays a share of the payments on the online shop with number 5.
   *
   * @param share 0 to 1
   * @param seed draws which ones; the same seed, the same payments
   */
  public HotTerminal(PaymentStream payments, double share, long seed) {
    this.payments = requireNonNull(payments);
    this.share = share;
    this.dice = Dice.of(seed, TERMINAL, 0);
  }

  @Override
  public boolean hasNext() {
    return payments.hasNext();
  }

  @Override
  public Payment next() {
    Payment payment = payments.next();
    return dice.chance(share)
        ? new Payment(
            payment.number(),
            payment.card(),
            TERMINAL,
            payment.amountMinor(),
            payment.eventTime(),
            payment.scenario())
        : payment;
  }

  @Override
  public void close() {
    payments.close();
  }
}
