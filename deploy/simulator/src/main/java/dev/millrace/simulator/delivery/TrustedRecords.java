package dev.millrace.simulator.delivery;

import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import org.apache.avro.util.ClassSecurityValidator;

/** Avro uses a class that a schema names only if it is told to trust it. */
final class TrustedRecords {

  private TrustedRecords() {}

  /** Lets Avro use the records that are sent, beside what it trusts already. */
  static void trust() {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type == Transaction.class || type == FraudLabel.class));
  }
}
