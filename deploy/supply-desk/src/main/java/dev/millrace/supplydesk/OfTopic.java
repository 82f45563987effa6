package dev.millrace.supplydesk;

import dev.millrace.common.ingest.Received;
import dev.millrace.console.InProcess;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.suite.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** The records of one topic among numbered ones; the simulated wall clock follows all of them. */
final class OfTopic<T extends SpecificRecordBase> implements FlatMapFunction<Long, Received<T>> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final String topic;
  private final InProcess<List<SupplyEvent>> events;
  private final InProcess<AtomicLong> wall;

  OfTopic(
      Class<T> type,
      String topic,
      InProcess<List<SupplyEvent>> events,
      InProcess<AtomicLong> wall) {
    this.type = type;
    this.topic = topic;
    this.events = events;
    this.wall = wall;
  }

  @Override
  public void flatMap(Long number, Collector<Received<T>> out) {
    SupplyEvent event = events.value().get(number.intValue());
    wall.value().set(event.time());
    if (event.topic().equals(topic)) {
      out.collect(
          new Received<>(type.cast(event.value()), new Source(topic, 0, number), event.time()));
    }
  }
}
