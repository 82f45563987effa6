package dev.millrace.recommendations.domain;

/** How a click relates to those before it in its session. */
public enum Reclick {
  /** There was none before it, or it is not kept. */
  FIRST,
  /** On the item of the click before it. */
  SAME,
  /** On an item that the session had left. */
  BACK,
  /** On an item that is new to the session. */
  NEW;

  /**
   * How a click of a session relates to those before it.
   *
   * @param place see {@link Session#placeOf}
   */
  public static Reclick of(Session session, int place) {
    if (place < 1) {
      return FIRST;
    }
    String item = session.clicks()[place].item();
    if (session.clicks()[place - 1].item().equals(item)) {
      return SAME;
    }
    return session.holdsBefore(place, item) ? BACK : NEW;
  }
}
