package dev.millrace.audit;

/**
 * What came of a recommended item, on its topic or in its table. Times in milliseconds since 1970.
 *
 * @param place where it is on its topic; null in the table
 * @param id of the interaction
 * @param slot place in the recommendation, from 0; null if not known
 * @param category of the item; null if not given
 * @param source the interaction
 */
record Outcome(
    Place place,
    String id,
    String session,
    long version,
    Integer slot,
    String item,
    String category,
    String kind,
    long eventTime,
    String variant,
    Place source) {

  boolean sameContent(Outcome other) {
    return at(null).equals(other.at(null));
  }

  private Outcome at(Place other) {
    return new Outcome(
        other, id, session, version, slot, item, category, kind, eventTime, variant, source);
  }
}
