package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What the models say of a payment.
 *
 * @param score the one that counts
 * @param scorer name and version of what gave it
 * @param fallback why it is not a model's, as a code; empty if it is
 * @param challengers what each challenger would have scored, by its version
 */
public record PanelScore(
    Score score, String scorer, Optional<String> fallback, Map<String, Double> challengers) {

  public PanelScore {
    requireNonNull(score);
    requireNonNull(scorer);
    requireNonNull(fallback);
    requireNonNull(challengers);
  }
}
