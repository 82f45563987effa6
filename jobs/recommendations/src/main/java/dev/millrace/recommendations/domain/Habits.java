package dev.millrace.recommendations.domain;

/**
 * How often shoppers of this shop click again on what they have just seen, or go back to what they
 * had left, for each click on something new. Shops differ by a factor of ten, so it is learned.
 *
 * @param same clicks on the item of the click before
 * @param back clicks on an item that the session had left
 * @param fresh clicks on an item new to the session
 */
public record Habits(double same, double back, double fresh) {

  /** A shop of which nothing is known. */
  public static final Habits NONE = new Habits(0, 0, 0);

  private static final double HALVED_AT = 1_000_000;

  public Habits with(Reclick reclick) {
    return switch (reclick) {
      case FIRST -> this;
      case SAME -> new Habits(same + 1, back, fresh).faded();
      case BACK -> new Habits(same, back + 1, fresh).faded();
      case NEW -> new Habits(same, back, fresh + 1).faded();
    };
  }

  /** These and a share of others. */
  public Habits plus(Habits other, double share) {
    return new Habits(
        same + share * other.same, back + share * other.back, fresh + share * other.fresh);
  }

  double samePerFresh() {
    return same / Math.max(1, fresh);
  }

  double backPerFresh() {
    return back / Math.max(1, fresh);
  }

  private Habits faded() {
    return same + back + fresh < HALVED_AT ? this : new Habits(same / 2, back / 2, fresh / 2);
  }
}
