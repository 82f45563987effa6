package dev.millrace.supplychain.domain.coldchain;

import java.io.Serializable;
import java.time.Duration;

/**
 * When goods are too warm or too cold, and when a sensor is missing.
 *
 * @param classes how cold goods of each class must be
 * @param recovery time inside the range after which an excursion is over
 * @param gapFactor intervals without a reading after which a sensor is missing
 * @param abandonAfter silence after which a sensor is not followed any more
 */
public record ColdChainPolicy(
    ProductClasses classes, Duration recovery, double gapFactor, Duration abandonAfter)
    implements Serializable {}
