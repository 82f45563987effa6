package dev.millrace.simulator.hostile;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Every kind of hostile record, for every topic. The records of a seed are the same byte for byte,
 * apart from the times in them. They have ids of their own, {@code hostile-SEED-N}, so that one
 * that a job takes for sound has an effect that can be told from others.
 */
public final class HostileCorpus {
  private final List<HostileRecord> records;

  /**
   * The corpus.
   *
   * @param topics where the records go, and what sound ones look like there
   * @param seed of ids and order
   * @param now the time in sound fields, in milliseconds since 1970
   */
  public HostileCorpus(List<HostileTopic> topics, long seed, long now) {
    this(HostileRecords.make(topics, seed, now));
  }

  private HostileCorpus(List<HostileRecord> records) {
    this.records = List.copyOf(records);
  }

  /**
   * The names of all kinds, those too that need hostile schemas.
   *
   * @param topics the schemas of their sound records, by name
   */
  public static SortedSet<String> kinds(Map<String, Schema> topics) {
    List<HostileTopic> all =
        topics.entrySet().stream()
            .map(
                topic ->
                    new HostileTopic(
                        topic.getKey(), topic.getValue(), 0, likeness(topic.getValue())))
            .toList();
    return HostileRecords.make(all, 0, 0).stream()
        .map(HostileRecord::kind)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Hostile schemas under ids that no registry gave them: nothing is sent. */
  private static Map<Integer, HostileSchema> likeness(Schema sound) {
    Map<Integer, HostileSchema> schemas = new HashMap<>();
    HostileSchema.like(sound).forEach(schema -> schemas.put(schemas.size(), schema));
    return schemas;
  }

  /** The part whose kinds are wanted. */
  public HostileCorpus of(Predicate<String> kinds) {
    return new HostileCorpus(
        records.stream().filter(hostile -> kinds.test(hostile.kind())).toList());
  }

  /** Each record once, in an order that follows from the seed. */
  public List<HostileRecord> records() {
    return records;
  }

  /** The first records, from the beginning again after the last. */
  public Iterator<HostileRecord> first(long count) {
    return new Iterator<>() {
      private long sent;

      @Override
      public boolean hasNext() {
        return sent < count;
      }

      @Override
      public HostileRecord next() {
        return records.get((int) (sent++ % records.size()));
      }
    };
  }
}
