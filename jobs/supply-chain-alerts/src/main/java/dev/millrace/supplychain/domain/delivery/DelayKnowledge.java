package dev.millrace.supplychain.domain.delivery;

/**
 * What has been learned of delays in general: 2.8 KB, changed in place by {@link DelayForecaster}.
 */
public final class DelayKnowledge {

  /** All deliveries. */
  public TrackRecord all = new TrackRecord();

  /** Weight of each figure of a delivery. */
  public double[] weights = DelayForecaster.firstWeights();

  /** How uncertain the weights are: their covariance, row by row. */
  public double[] uncertainty = DelayForecaster.firstUncertainty();

  /** What is known before anything was learned. */
  public DelayKnowledge() {}
}
