package dev.millrace.audit;

import java.util.List;
import java.util.Map;

/**
 * Labels, rules and models: what table-writer copies from a topic as it comes.
 *
 * @param records on their topics, those that table-writer refused not among them
 * @param rows version of each row, by {@link Copy#row()}
 */
record Copies(List<Copy> records, Map<String, Long> rows) {
  static final Copies NONE = new Copies(List.of(), Map.of());

  /**
   * A record that should be a row, or be behind one.
   *
   * @param row the table and the key of the row
   * @param version a row of this version or a higher one stands for the record
   */
  record Copy(Place place, String row, long version) {}

  /** How a row is named. */
  static String row(String table, String key) {
    return table + " " + key;
  }
}
