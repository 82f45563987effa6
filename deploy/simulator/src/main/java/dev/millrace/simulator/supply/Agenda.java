package dev.millrace.simulator.supply;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.avro.specific.SpecificRecordBase;

/** What is to happen, in the order of time; what happens tells of itself by records. */
final class Agenda {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::time).thenComparingLong(Entry::number));
  private final Queue<SupplyEvent> told = new ArrayDeque<>();
  private long number;
  private long now;

  private record Entry(long time, long number, Runnable what) {}

  Agenda(long start) {
    this.now = start;
  }

  /** The time of what happens now, milliseconds since 1970. */
  long now() {
    return now;
  }

  /** Puts down what is to happen at a time, or at once if that is over. */
  void at(long time, Runnable what) {
    entries.add(new Entry(Math.max(time, now), number++, what));
  }

  /** Tells of what happens now. */
  void tell(String topic, String key, SpecificRecordBase value) {
    told.add(new SupplyEvent(topic, key, value, now));
  }

  /** The next record; null if nothing is to happen before a time. */
  SupplyEvent next(long end) {
    while (told.isEmpty()) {
      Entry entry = entries.peek();
      if (entry == null || entry.time >= end) {
        return null;
      }
      entries.remove();
      now = entry.time;
      entry.what.run();
    }
    return told.remove();
  }
}
