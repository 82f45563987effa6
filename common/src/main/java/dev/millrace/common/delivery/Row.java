package dev.millrace.common.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row on its way to a table.
 *
 * @param values one for each column, null where the column is null
 * @param index which record of the batch it came from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(Object[] values, int index) {

  /**
   * The rows of a batch that have an effect: one for each key, the first or the one with the
   * highest version, in the order of the keys, so that writers that meet in the same rows lock them
   * in the same order.
   */
  static List<Row> effective(List<Row> batch, Table table) {
    int[] keyIndexes = table.keyIndexes();
    Map<String, Row> byKey = new LinkedHashMap<>();
    for (Row row : batch) {
      byKey.merge(
          row.key(keyIndexes), row, (kept, next) -> next.supersedes(kept, table) ? next : kept);
    }
    List<Map.Entry<String, Row>> rows = new ArrayList<>(byKey.entrySet());
    rows.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
    return rows.stream().map(Map.Entry::getValue).toList();
  }

  /**
   * The rows of a batch that had no effect because of a row that was then refused: they are what
   * counts for its key now.
   */
  static List<Row> passedOver(List<Row> batch, List<Row> refused, Table table) {
    int[] keyIndexes = table.keyIndexes();
    Map<String, Row> byKey = new HashMap<>();
    refused.forEach(row -> byKey.put(row.key(keyIndexes), row));
    if (byKey.isEmpty()) {
      return List.of();
    }
    return batch.stream()
        .filter(
            row -> {
              Row instead = byKey.get(row.key(keyIndexes));
              return instead != null && instead.index() != row.index();
            })
        .toList();
  }

  private String key(int[] indexes) {
    StringBuilder key = new StringBuilder();
    for (int index : indexes) {
      String part = String.valueOf(values[index]);
      key.append(part.length()).append(':').append(part);
    }
    return key.toString();
  }

  private boolean supersedes(Row other, Table table) {
    return table.mode() == WriteMode.LATEST_VERSION_WINS && version(table) > other.version(table);
  }

  private long version(Table table) {
    Object version = values[table.version()];
    if (version instanceof Instant time) {
      return time.toEpochMilli();
    }
    return version == null ? Long.MIN_VALUE : ((Number) version).longValue();
  }
}
