package dev.millrace.supplychain.domain.supplier;

import java.io.Serializable;

/**
 * When a supplier has changed.
 *
 * @param deliveries observations of a measure before it is judged
 * @param slack what is subtracted from each deviation, in standard deviations
 * @param threshold sum of deviations at which a change is said, in standard deviations
 * @param clearShare share of the threshold at which it is over
 * @param rest how long the rest of an order is waited for, after it was promised and after its
 *     newest part came, in milliseconds
 */
public record DriftRules(
    int deliveries, double slack, double threshold, double clearShare, long rest)
    implements Serializable {

  double clear() {
    return threshold * clearShare;
  }
}
