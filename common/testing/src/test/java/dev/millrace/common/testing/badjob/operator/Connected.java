package dev.millrace.common.testing.badjob.operator;

import dev.millrace.common.contract.AvroKafkaSink;

/** Writes to Kafka itself. */
public final class Connected {

  private Connected() {}

  /** The time and the sink. */
  public static String write(AvroKafkaSink sink) {
    return System.currentTimeMillis() + " " + sink.hashCode();
  }
}
