package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How the payments that a model learned from were spread: what newer ones are compared with.
 *
 * @param features by figure; those that the model looks at
 * @param score of the model's own score
 */
public record DriftReference(Map<Feature, Histogram> features, Histogram score) {

  public DriftReference {
    features = Map.copyOf(features);
    requireNonNull(score);
  }
}
