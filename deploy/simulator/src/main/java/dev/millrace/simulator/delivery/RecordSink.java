package dev.millrace.simulator.delivery;

/** Takes records for a topic. */
public interface RecordSink {

  /**
   * Takes a record; it may be delivered later.
   *
   * @param timestamp the record's timestamp, milliseconds since 1970 UTC
   */
  void send(Outbound outbound, long timestamp);

  /**
   * Returns when everything is delivered.
   *
   * @throws dev.millrace.console.ToolException if something is not
   */
  void finish();
}
