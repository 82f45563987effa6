package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The file in which the load generator notes each decided payment, while it grows. */
record Trace(Path file) {

  List<Sample> samples() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.skip(1).flatMap(line -> parsed(line).stream()).toList();
    } catch (IOException e) {
      throw new ToolException("cannot read the trace " + file, e);
    }
  }

  /** The last line may be half written. */
  private static Optional<Sample> parsed(String line) {
    String[] values = line.split(",", -1);
    return values.length == 2 && values[0].length() == values[1].length()
        ? Optional.of(new Sample(Long.parseLong(values[0]), Long.parseLong(values[1])))
        : Optional.empty();
  }

  /** Whether a payment that was due after the moment was decided as quickly as in quiet times. */
  boolean calmAfter(long moment) {
    if (!Files.exists(file)) {
      return false;
    }
    List<Sample> samples = samples();
    List<Sample> newest = samples.subList(Math.max(0, samples.size() - 100), samples.size());
    return !newest.isEmpty()
        && newest.stream()
            .allMatch(sample -> sample.due() > moment && sample.latency() < Timeline.NORMAL);
  }
}
