package dev.millrace.common.observe;

/**
 * Names of the metrics that jobs share. A unit stands at the end of a name; without one it is a
 * count.
 */
public final class Metrics {

  /** Records refused, with label {@code reason}. */
  public static final String DEAD_LETTERS = "deadLetters";

  /** Records that broke a rule, with label {@code rule}; 0 for a rule that none broke. */
  public static final String RULE_BREACHES = "ruleBreaches";

  /** Records that wait for a schema which the registry has not given yet. */
  public static final String RECORDS_WAITING_FOR_SCHEMA = "recordsWaitingForSchema";

  /** Times the registry gave no answer. */
  public static final String REGISTRY_FAILURES = "registryFailures";

  /** Records dropped because one with their id came before. */
  public static final String DUPLICATES_DROPPED = "duplicatesDropped";

  /**
   * Records whose row the database holds after a write: new, changed, there already, or superseded
   * in their batch.
   */
  public static final String ROWS_WRITTEN = "rowsWritten";

  /**
   * Batches that were written, each in one statement or, with refused rows or on a database that
   * took too long, in several.
   */
  public static final String BATCHES_WRITTEN = "batchesWritten";

  /** Batches that failed for a reason that passes, and are tried again. */
  public static final String WRITE_RETRIES = "writeRetries";

  /** Rows that wait to be written, those in flight included. */
  public static final String ROWS_PENDING = "rowsPending";

  /** Most rows of the next statement: those of a batch, or fewer after one that took too long. */
  public static final String STATEMENT_ROWS = "statementRows";

  /** Time that the newest batch took. */
  public static final String WRITE_TIME_MS = "writeTimeMs";

  /** Decisions, with label {@code outcome}. */
  public static final String DECISIONS = "decisions";

  /** From the Kafka timestamp of the input to the decision: see {@link LatencyHistogram}. */
  public static final String DECISION_LATENCY_MS = "decisionLatencyMs";

  private Metrics() {}
}
