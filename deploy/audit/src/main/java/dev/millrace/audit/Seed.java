package dev.millrace.audit;

import java.util.Set;
import java.util.function.Supplier;

/**
 * A breach that is to be planted.
 *
 * @param expected the invariant that it breaches
 * @param evidence the copy that has it, made when it is looked at: a copy may be large
 * @param whole topics of which Kafka must hold every record: without them the audit does not look
 *     for it
 */
record Seed(String what, String expected, Supplier<Evidence> evidence, Set<String> whole) {

  static Seed of(String what, String expected, Supplier<Evidence> evidence, String... whole) {
    return new Seed(what, expected, evidence, Set.of(whole));
  }
}
