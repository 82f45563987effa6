package dev.millrace.fraud.domain;

import dev.millrace.payments.Outcome;
import java.io.Serializable;

/**
 * From score to outcome.
 *
 * @param review scores from here on are reviewed, 0 to 1
 * @param decline scores from here on are declined, above {@code review}
 */
public record OutcomeThresholds(double review, double decline) implements Serializable {

  public Outcome outcome(double score) {
    if (score >= decline) {
      return Outcome.DECLINE;
    }
    return score >= review ? Outcome.REVIEW : Outcome.APPROVE;
  }
}
