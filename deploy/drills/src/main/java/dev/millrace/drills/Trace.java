package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The file in which the load generator notes each decided payment, while it grows. */
record Trace(Path file) {
  private static final int NEWEST = 100;
  // Rather more than so many lines of two times of 13 digits.
  private static final int END_BYTES = 4 * 1024;

  /** All of them; none while there is no file. */
  List<Sample> samples() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.skip(1).flatMap(line -> parsed(line).stream()).toList();
    } catch (IOException e) {
      throw new ToolException("cannot read the trace " + file, e);
    }
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
      String text = new String(end.array(), 0, end.position(), StandardCharsets.US_ASCII);
      // The first line is the header, or half a line.
      List<Sample> samples = text.lines().skip(1).flatMap(line -> parsed(line).stream()).toList();
      return samples.subList(Math.max(0, samples.size() - NEWEST), samples.size());
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

  /**
   * Whether the newest payments were due after the moment and decided as quickly as in quiet times.
   * Reads no more than the end of the file: it is asked often, of a machine that is being measured.
   */
  boolean calmAfter(long moment) {
    List<Sample> newest = newest();
    return !newest.isEmpty()
        && newest.stream()
            .allMatch(sample -> sample.due() > moment && sample.latency() < Timeline.NORMAL);
  }
}
