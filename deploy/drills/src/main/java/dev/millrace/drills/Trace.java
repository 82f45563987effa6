package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file in which the load generator notes each decided payment, while it grows, and at its end
 * those that are undecided; beside it lies its {@link TraceStatus}.
 */
record Trace(Path file) {
  private static final int NEWEST = 100;
  // Rather more than so many lines of two times of 13 digits.
  private static final int END_BYTES = 4 * 1024;

  /** All of them; none while there is no file. */
  Traced payments() {
    if (!Files.exists(file)) {
      return Traced.NOTHING;
    }
    List<Sample> decided = new ArrayList<>();
    List<Long> undecided = new ArrayList<>();
    try {
      for (String line : wholeLines(Files.readString(file, StandardCharsets.US_ASCII))) {
        String[] values = line.split(",", -1);
        if (values[1].isEmpty()) {
          undecided.add(Long.parseLong(values[0]));
        } else {
          decided.add(sample(values));
        }
      }
    } catch (IOException e) {
      throw new ToolException("cannot read the trace " + file, e);
    }
    return new Traced(decided, undecided.isEmpty() ? List.of() : undecidedAtTheEnd(undecided));
  }

  private List<Sample> undecidedAtTheEnd(List<Long> due) {
    long end =
        status().orElseThrow(() -> new ToolException("no status beside the trace " + file)).at();
    return due.stream().map(each -> new Sample(each, end)).toList();
  }

  /** What the load generator said last; empty while it has not said anything. */
  Optional<TraceStatus> status() {
    return TraceStatus.of(file);
  }

  /** Whether any payment is decided. */
  boolean hasDecisions() {
    return !newest().isEmpty();
  }

  private List<Sample> newest() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(channel.size(), END_BYTES));
      channel.position(channel.size() - end.capacity());
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // It may grow meanwhile; what was there then is enough.
      }
      List<Sample> samples =
          wholeLines(new String(end.array(), 0, end.position(), StandardCharsets.US_ASCII)).stream()
              .map(line -> line.split(",", -1))
              .filter(values -> !values[1].isEmpty())
              .map(Trace::sample)
              .toList();
      return samples.subList(Math.max(0, samples.size() - NEWEST), samples.size());
    } catch (IOException e) {
      throw new ToolException("cannot read the trace " + file, e);
    }
  }

  /** Without the first line, which is the header or half a line, and the last if it is half one. */
  private static List<String> wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().skip(1).toList();
  }

  private static Sample sample(String[] values) {
    return new Sample(Long.parseLong(values[0]), Long.parseLong(values[1]));
  }

  /**
   * Whether the newest payments were due after the moment and decided as quickly as in quiet times,
   * and no other waits: one subtask or partition may stand still while decisions come from others.
   * Reads no more than the end of the file: it is asked often, of a machine that is being measured.
   */
  boolean calmAfter(long moment, long now) {
    List<Sample> newest = newest();
    return !newest.isEmpty()
        && newest.stream()
            .allMatch(sample -> sample.due() > moment && sample.latency() < Timeline.NORMAL)
        && status().filter(status -> status.isCalm(now)).isPresent();
  }
}
