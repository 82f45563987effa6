package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.DeadLetters;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.configuration.MemorySize;

/**
 * What a job takes from a topic, and when it has had enough.
 *
 * @param limits what a value may cost to read
 * @param breaker how many records may be refused before the job stops
 */
public record IngestOptions(DecodeLimits limits, Breaker.Limit breaker) implements Serializable {

  private static final Option<MemorySize> MAX_RECORD_SIZE =
      Option.size(
          "input.max-record-size",
          MemorySize.ofMebiBytes(1),
          OptionRule.between(MemorySize.parse("1 kb"), MemorySize.ofMebiBytes(64)),
          "The largest record that is read at all; a larger one is a dead letter.");

  private static final Option<Integer> MAX_COLLECTION_ITEMS =
      Option.integer(
          "input.max-collection-items",
          10_000,
          OptionRule.between(0, 10_000_000),
          "The most items that all arrays and maps of a record may hold together; a record with more is a dead letter.");

  private static final Option<Integer> MAX_SCHEMA_DEPTH =
      Option.integer(
          "input.max-schema-depth",
          32,
          OptionRule.between(1, 1_000),
          "How deep records, arrays, maps and unions of a schema may lie within each other; records of a deeper one are dead letters.");

  private static final Option<Integer> BREAKER_WINDOW =
      Option.integer(
          "input.breaker-window",
          10_000,
          OptionRule.between(1, 10_000_000),
          "How many of the newest records of a topic, in each subtask, the breaker looks at.");

  private static final Option<Double> BREAKER_SHARE =
      Option.number(
          "input.breaker-share",
          0.2,
          OptionRule.between(0.0, 1.0),
          "The job stops, offsets kept, when more than this share of the window was refused; 1 never stops it.");

  /** All options of this group, for a job's list of known settings. */
  public static final List<Option<?>> ALL =
      List.of(
          MAX_RECORD_SIZE, MAX_COLLECTION_ITEMS, MAX_SCHEMA_DEPTH, BREAKER_WINDOW, BREAKER_SHARE);

  public IngestOptions {
    requireNonNull(limits);
    requireNonNull(breaker);
  }

  /**
   * These options for a topic. Any dead letter can be read, whatever is allowed to records: one
   * that is too large for its reader would become another of the same size, without end.
   */
  IngestOptions forTopic(String topic) {
    if (!topic.equals(DeadLetters.TOPIC)) {
      return this;
    }
    return new IngestOptions(
        new DecodeLimits(
            Math.max(limits.recordBytes(), DeadLetters.LARGEST_LETTER),
            Math.max(limits.collectionItems(), DeadLetters.MOST_HEADERS),
            limits.schemaDepth()),
        breaker);
  }

  /** These options for topics that may be bad throughout and stop nothing. */
  IngestOptions withoutBreaker() {
    return new IngestOptions(limits, new Breaker.Limit(1, 1));
  }

  /**
   * Returns if records of a class can be read under these options.
   *
   * @throws InvalidOptionsException naming the setting, if they never can
   */
  void require(Class<? extends SpecificRecordBase> type) {
    try {
      new RecordDecoder<>(type, limits);
    } catch (IllegalArgumentException e) {
      throw e.getCause() instanceof UndecodableException beyond ? tooLow(type, beyond) : e;
    }
  }

  private RuntimeException tooLow(Class<?> type, UndecodableException beyond) {
    return switch (beyond.reason()) {
      case "schema-too-deep" -> tooLow(MAX_SCHEMA_DEPTH, type, limits.schemaDepth());
      case "schema-fixed-too-long" -> tooLow(MAX_RECORD_SIZE, type, limits.recordBytes());
      default -> new IllegalArgumentException(beyond.getMessage(), beyond);
    };
  }

  private static InvalidOptionsException tooLow(Option<?> option, Class<?> type, int value) {
    return new InvalidOptionsException(
        List.of(
            "%s: must be at least what %s needs, got '%d'"
                .formatted(option.key(), type.getSimpleName(), value)));
  }

  /** Reads this group. */
  public static IngestOptions read(OptionReader options) {
    // Cut rather than refused: a value beyond its rule is reported by the reader, with the others.
    int recordBytes = (int) Math.min(Integer.MAX_VALUE, options.read(MAX_RECORD_SIZE).getBytes());
    return new IngestOptions(
        new DecodeLimits(
            Math.max(1, recordBytes),
            Math.max(0, options.read(MAX_COLLECTION_ITEMS)),
            Math.min(1_000, Math.max(1, options.read(MAX_SCHEMA_DEPTH)))),
        new Breaker.Limit(
            Math.max(1, options.read(BREAKER_WINDOW)),
            Math.min(1, Math.max(0, options.read(BREAKER_SHARE)))));
  }
}
