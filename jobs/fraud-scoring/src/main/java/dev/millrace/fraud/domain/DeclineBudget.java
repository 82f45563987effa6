package dev.millrace.fraud.domain;

/**
 * How many payments a rule may still decline in the running minute. At least one a minute, or a
 * rule could never decline where payments are few.
 */
final class DeclineBudget {
  private final double share;
  private long minute;
  private long declined;

  /**
   * @param share of all payments of a minute that may be declined, 0 to 1
   */
  DeclineBudget(double share) {
    this.share = share;
  }

  /** Another share, of which as much is used up. */
  DeclineBudget withShare(double other) {
    DeclineBudget budget = new DeclineBudget(other);
    budget.minute = minute;
    budget.declined = declined;
    return budget;
  }

  /**
   * Whether one more may be declined.
   *
   * @param now the running minute, counted from 1970
   * @param payments that came in it so far, the one in question included
   */
  boolean allows(long now, long payments) {
    long used = now == minute ? declined : 0;
    return used == 0 || used + 1 <= share * payments;
  }

  /** Notes that one was declined. */
  void spend(long now) {
    declined = now == minute ? declined + 1 : 1;
    minute = now;
  }
}
