package dev.millrace.supplychain.domain.place;

import java.util.List;

/**
 * What others may know of a lane, to go over it instead.
 *
 * @param laneId the lane
 * @param corridor where it starts and ends
 * @param readPoints where its steps happen
 * @param medianHours how long half of its newest shipments took at the most, from departure to
 *     delivery
 * @param medianFreightMinor cost of the freight of half of them at the most, in minor units of
 *     currency; null if not known
 */
public record LaneFacts(
    String laneId,
    String corridor,
    List<String> readPoints,
    double medianHours,
    Long medianFreightMinor) {}
