package dev.millrace.supplychain.domain.stock;

import static java.util.Objects.requireNonNullElse;

import java.util.HashSet;
import java.util.List;

/**
 * What was said last of something that is wrong.
 *
 * @param since first evidence, milliseconds since 1970
 * @param impactAt when the damage is done, milliseconds since 1970; 0 where it has no moment
 * @param units units that are missing or too many
 * @param causes subjects that may be to blame
 * @param owner who was to hear it; empty for nobody in particular, null in savepoints from before
 *     it was known
 */
public record Announced(
    long since, long impactAt, double units, List<String> causes, String owner) {
  private static final double NOTABLE_SHARE = 0.25;
  private static final long NOTABLE_MS = 6 * 3_600_000L;

  /** Savepoints from before causes were known have none. */
  public Announced {
    causes = requireNonNullElse(causes, List.of());
  }

  /**
   * Whether there is another cause or owner, or figures have changed so much that they are worth
   * saying.
   */
  boolean isOutdated(long newImpactAt, double newUnits, List<String> newCauses, String newOwner) {
    return (owner != null && !owner.equals(requireNonNullElse(newOwner, "")))
        || !new HashSet<>(causes).equals(new HashSet<>(newCauses))
        || Math.abs(newImpactAt - impactAt) > NOTABLE_MS
        || Math.abs(newUnits - units) > NOTABLE_SHARE * Math.max(1, units);
  }
}
