package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the load generator says of the payments that it has sent; moments are milliseconds since
 * 1970.
 *
 * @param at when it said so
 * @param sent so far
 * @param undecided how many of them have no decision
 * @param oldestDue when the oldest of those was due; empty if there is none
 */
record TraceStatus(long at, long sent, long undecided, OptionalLong oldestDue) {
  // It is renewed four times a second.
  private static final long FRESH_MILLIS = 2_000;

  /** What lies beside a trace; empty while there is none. */
  static Optional<TraceStatus> of(Path trace) {
    Path file = trace.resolveSibling(trace.getFileName() + ".status");
    try {
      return Optional.of(parse(Files.readAllLines(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new ToolException("cannot read " + file, e);
    }
  }

  private static TraceStatus parse(List<String> lines) {
    // A header, and the newest figures.
    String[] values = lines.size() == 2 ? lines.get(1).split(",", -1) : new String[0];
    if (values.length != 4) {
      throw new IllegalArgumentException("no status: " + lines);
    }
    return new TraceStatus(
        Long.parseLong(values[0]),
        Long.parseLong(values[1]),
        Long.parseLong(values[2]),
        values[3].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(values[3])));
  }

  /**
   * Whether no payment waits for its decision longer than in quiet times. Not if that is old news.
   */
  boolean isCalm(long now) {
    return now - at < FRESH_MILLIS
        && (oldestDue.isEmpty() || at - oldestDue.getAsLong() < Timeline.NORMAL);
  }
}
