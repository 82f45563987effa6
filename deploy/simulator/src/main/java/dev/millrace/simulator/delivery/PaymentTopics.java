package dev.millrace.simulator.delivery;

/** Names of the topics that payments travel through. */
public final class PaymentTopics {
  public static final String TRANSACTIONS = "payments.transactions";
  public static final String FRAUD_LABELS = "payments.fraud-labels";
  public static final String FRAUD_DECISIONS = "payments.fraud-decisions";

  private PaymentTopics() {}
}
