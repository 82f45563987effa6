package dev.millrace.supplychain.domain.place;

import dev.millrace.supplychain.domain.Finding;
import java.util.List;

/**
 * That a place is disrupted, before it is asked whether another place explains it better.
 *
 * @param finding what would be said of it
 * @param shipments late ones that are still waited for, at most {@link Place#MAX_LATE} of them
 * @param sample which are late and waited for
 * @param lanes number of their lanes
 * @param laneId lane of most of them; null where it is over
 * @param corridor where most of them start and end; null where it is over
 * @param lateHours how late half of them are at least
 */
public record Suspicion(
    Finding finding,
    List<String> shipments,
    LateSample sample,
    int lanes,
    String laneId,
    String corridor,
    double lateHours) {

  /** That a place is disrupted; a suspicion of 0.1.0 has no sample. */
  public Suspicion {
    if (sample == null) {
      sample = LateSample.of(shipments);
    }
  }

  /** How many shipments are late and waited for. */
  int late() {
    return sample.number();
  }
}
