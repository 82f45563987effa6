package dev.millrace.simulator.payments;

/** Knows the circumstances of every payment of a world; the same every time it is asked. */
@FunctionalInterface
public interface Surroundings {
  /** Those of a world whose terminals say nothing of them. */
  Surroundings UNKNOWN = payment -> Circumstances.UNKNOWN;

  Circumstances of(Payment payment);
}
