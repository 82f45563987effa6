package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

/**
 * A payment and what it truly is, in compact form: {@link Naming} makes the ids of it.
 *
 * @param number number of the payment, unique within its stream, 0 or above
 * @param card number of the card
 * @param terminal number of the terminal
 * @param amountMinor amount in minor units of the currency (cents), 0 or above
 * @param eventTime milliseconds since 1970 UTC
 * @param scenario the kind of fraud, or that there is none
 */
public record Payment(
    long number,
    long card,
    long terminal,
    long amountMinor,
    long eventTime,
    FraudScenario scenario) {
  public Payment {
    requireNonNull(scenario, "scenario");
  }
}
