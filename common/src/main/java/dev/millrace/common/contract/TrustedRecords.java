package dev.millrace.common.contract;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro makes instances of the classes that a schema names only where it was told to trust them
 * (CVE-2024-47561). This trusts the suite's own generated classes and no others.
 */
public final class TrustedRecords {
  private static final String GENERATED = "dev.millrace.";

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(GENERATED)));
  }

  private TrustedRecords() {}

  /** Has its effect once in each class loader; call it before Avro meets a generated class. */
  public static void trust() {}
}
