package dev.millrace.recommendations.domain;

import java.io.Serializable;
import java.util.List;

/**
 * The arms of an experiment. A session belongs to one of them by the hash of its id: the same one
 * at every click, on every machine and after every restart.
 *
 * @param all at least one
 */
public record Variants(List<Variant> all) implements Serializable {

  public Variants {
    all = List.copyOf(all);
  }

  public static Variants of(RankingSettings settings) {
    return new Variants(List.of(new Variant("baseline", 1, settings)));
  }

  /** The variant of a session. */
  public Variant of(String sessionId) {
    int shares = all.stream().mapToInt(Variant::share).sum();
    long place = Long.remainderUnsigned(StableHash.of(sessionId), shares);
    for (Variant variant : all) {
      place -= variant.share();
      if (place < 0) {
        return variant;
      }
    }
    throw new IllegalStateException("shares of variants must be more than 0, got " + all);
  }

  public Variant named(String name) {
    return all.stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        // Of an experiment before this one, in an answer that was on its way at the restart.
        .orElse(all.get(0));
  }
}
