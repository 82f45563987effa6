package dev.millrace.common.contract;

import java.io.Serializable;

/**
 * What a value may cost to read. A value beyond a limit is {@linkplain UndecodableException
 * undecodable}, with a reason of its own; it never costs more memory than a small multiple of
 * {@code recordBytes}.
 *
 * @param recordBytes the largest value that is read at all, in bytes, header included; from 1
 * @param collectionItems the most items that all arrays and maps of one value may hold together,
 *     skipped ones included; from 0. It bounds what bytes do not: an item may take no byte at all
 * @param schemaDepth how many records, arrays, maps and unions of a schema may lie within each
 *     other, the outermost record included; 1 to 1000. A record that contains itself has no depth
 *     and is refused under any limit
 */
public record DecodeLimits(int recordBytes, int collectionItems, int schemaDepth)
    implements Serializable {

  /** Reading takes some stack for each level; a thread has room for several times as many. */
  private static final int DEEPEST = 1_000;

  public DecodeLimits {
    require(recordBytes >= 1, "recordBytes must be at least 1, not %d", recordBytes);
    require(collectionItems >= 0, "collectionItems must be at least 0, not %d", collectionItems);
    require(
        schemaDepth >= 1 && schemaDepth <= DEEPEST,
        "schemaDepth must be from 1 to 1000, not %d",
        schemaDepth);
  }

  private static void require(boolean holds, String rule, int value) {
    if (!holds) {
      throw new IllegalArgumentException(rule.formatted(value));
    }
  }
}
