package dev.millrace.recommendations.domain;

/** How a click relates to those before it in its session. */
public enum Reclick {
  /** There was none before it. */
  FIRST,
  /** On the item of the click before it. */
  SAME,
  /** On an item that the session had left. */
  BACK,
  /** On an item that is new to the session. */
  NEW;

  /** How the newest click of a session relates to those before it. */
  public static Reclick ofNewest(Session session) {
    int newest = session.clicks().length - 1;
    if (newest < 1) {
      return FIRST;
    }
    String item = session.clicks()[newest].item();
    if (session.clicks()[newest - 1].item().equals(item)) {
      return SAME;
    }
    return session.holdsElsewhere(item, newest) ? BACK : NEW;
  }
}
