package dev.millrace.supplydesk;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.supply.AlertCommand;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Nobody does anything about alerts: it is their number that is judged. */
final class NoCommands implements FlatMapFunction<Long, Decoded<AlertCommand>> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(Long number, Collector<Decoded<AlertCommand>> out) {
    // None.
  }
}
