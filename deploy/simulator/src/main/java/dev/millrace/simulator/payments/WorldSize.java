package dev.millrace.simulator.payments;

/**
 * How large a synthetic world is. A card pays about twice a day.
 *
 * @param cards 1 or more
 * @param terminals 1 or more
 */
public record WorldSize(int cards, int terminals) {
  public WorldSize {
    if (cards < 1) {
      throw new IllegalArgumentException("cards must be 1 or more, is " + cards);
    }
    if (terminals < 1) {
      throw new IllegalArgumentException("terminals must be 1 or more, is " + terminals);
    }
  }
}
