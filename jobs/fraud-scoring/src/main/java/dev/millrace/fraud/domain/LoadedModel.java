package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

/**
 * A model that can be used.
 *
 * @param scorer what it says of a payment
 * @param reference how the payments were spread that it learned from
 */
public record LoadedModel(Scorer scorer, DriftReference reference) {

  public LoadedModel {
    requireNonNull(scorer);
    requireNonNull(reference);
  }
}
