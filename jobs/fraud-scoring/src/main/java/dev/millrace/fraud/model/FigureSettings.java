package dev.millrace.fraud.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Settings of a job that its figures follow from. A model compares figures with those that it
 * learned from, so it must have been trained with the settings of the job that it scores for.
 *
 * @param labelDelay time from a payment to its label
 * @param currency what amounts are compared in, ISO 4217
 */
public record FigureSettings(Duration labelDelay, String currency) implements Serializable {

  public FigureSettings {
    requireNonNull(labelDelay);
    requireNonNull(currency);
  }

  /** As a model file keeps them among the parameters of its training. */
  public Map<String, String> parameters() {
    return Map.of(
        "scoring.label-delay", labelDelay.toSeconds() + " s", "scoring.currency", currency);
  }

  /**
   * What a model was trained with otherwise; empty if nothing. Files of earlier releases do not
   * say, and are taken as they are.
   */
  Optional<String> complaint(ModelFile file) {
    Map<String, String> trained = file.training().parameters();
    return new TreeMap<>(parameters())
        .entrySet().stream()
            .filter(
                own -> !trained.getOrDefault(own.getKey(), own.getValue()).equals(own.getValue()))
            .map(
                own ->
                    "training.parameters.%s must be that of the job, '%s', got '%s'"
                        .formatted(own.getKey(), own.getValue(), trained.get(own.getKey())))
            .findFirst();
  }
}
