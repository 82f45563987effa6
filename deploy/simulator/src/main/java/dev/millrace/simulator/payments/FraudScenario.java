package dev.millrace.simulator.payments;

/** What a payment truly is; the simulator knows, the scoring job has to find out. */
public enum FraudScenario {
  LEGITIMATE,
  /** The amount is above the handbook's limit of 220.00. */
  LARGE_AMOUNT,
  /** The terminal is in a criminal's hands: every payment there is fraud for 28 days. */
  COMPROMISED_TERMINAL,
  /** The card's data leaked: for 14 days a third of its payments are fraud, five times as large. */
  COMPROMISED_CARD,
  /** A stolen card is tried with small amounts within minutes, then with a large one. */
  CARD_TESTING;

  /** Whether this is fraud of any kind. */
  public boolean fraud() {
    return this != LEGITIMATE;
  }
}
