package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * What happens to a job before and after a savepoint.
 *
 * @param before what its topics hold before; among it records that wait for their schema
 * @param after what comes into them after
 */
record Scenario(List<TopicRecord> before, List<TopicRecord> after) {
  static final String BEFORE = "before.jsonl";
  static final String AFTER = "after.jsonl";

  Scenario {
    requireNonNull(before);
    requireNonNull(after);
  }

  /** The scenario in a folder. */
  static Scenario in(Path folder) {
    return new Scenario(read(folder.resolve(BEFORE)), read(folder.resolve(AFTER)));
  }

  private static List<TopicRecord> read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(line -> PlainJson.read(line, TopicRecord.class)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** How many records wait for their schema when the savepoint is taken. */
  long waiting() {
    return waiting(before);
  }

  static long waiting(List<TopicRecord> records) {
    return records.stream().filter(TopicRecord::waits).count();
  }

  /** Records in the acts that they come in; there is always a first one, which may be empty. */
  static List<List<TopicRecord>> acts(List<TopicRecord> records) {
    List<List<TopicRecord>> acts = new ArrayList<>();
    acts.add(new ArrayList<>());
    for (TopicRecord record : records) {
      if (record.later()) {
        acts.add(new ArrayList<>());
      }
      acts.get(acts.size() - 1).add(record);
    }
    return acts;
  }

  /** The schemas that the registry answers for before the savepoint, by id. */
  Map<Integer, Schema> schemasDuringOutage() {
    return byId(all().filter(record -> !record.waits()));
  }

  /** All schemas, by id. */
  Map<Integer, Schema> schemas() {
    return byId(all());
  }

  private Stream<TopicRecord> all() {
    return Stream.concat(before.stream(), after.stream());
  }

  private static Map<Integer, Schema> byId(Stream<TopicRecord> records) {
    return records.collect(toMap(TopicRecord::id, TopicRecord::writtenWith, (one, same) -> one));
  }
}
