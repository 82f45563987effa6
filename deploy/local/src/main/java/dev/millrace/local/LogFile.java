package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A log that something else writes. */
record LogFile(Path path) {
  private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. )");
  private static final int MOST_BYTES = 1 << 20;

  LogFile {
    requireNonNull(path);
  }

  /** Bytes it has now; 0 if it does not exist. */
  long length() {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** At most {@code count} lines from its end, none of them before {@code from} bytes. */
  List<String> tail(int count, long from) {
    return tail(count, from, line -> true);
  }

  /**
   * Like {@link #tail(int, long)}, and without the frames of stack traces: the messages between
   * them say more.
   */
  List<String> messages(int count, long from) {
    return tail(count, from, line -> !FRAME.matcher(line).find());
  }

  private List<String> tail(int count, long from, Predicate<String> shown) {
    long length = length();
    if (length == 0) {
      return List.of();
    }
    // Shorter than it was: it was rolled over, and all of it is new.
    long first = Math.max(from > length ? 0 : from, length - MOST_BYTES);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] bytes = new byte[(int) (length - first)];
      file.seek(first);
      file.readFully(bytes);
      Deque<String> lines = new ArrayDeque<>();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(shown)
          .forEach(
              line -> {
                lines.addLast(line);
                if (lines.size() > count) {
                  lines.removeFirst();
                }
              });
      return List.copyOf(lines);
    } catch (IOException e) {
      return List.of("(cannot read " + path + ": " + e.getMessage() + ")");
    }
  }
}
