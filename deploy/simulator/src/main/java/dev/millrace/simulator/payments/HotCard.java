package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

/**
 * Payments of which a share is made with one card: what a stolen card in a botnet, or a merchant's
 * own card in a retry loop, does to a partition and to a key.
 */
public final class HotCard implements PaymentStream {
  private static final long CARD = 0;

  private final PaymentStream payments;
  private final double share;
  private final Dice dice;

  /**
   * Lays a share of the payments on the card with number 0.
   *
   * @param share 0 to 1
   * @param seed draws which ones; the same seed, the same payments
   */
  public HotCard(PaymentStream payments, double share, long seed) {
    this.payments = requireNonNull(payments);
    this.share = share;
    this.dice = new Dice(seed);
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
            CARD,
            payment.terminal(),
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
