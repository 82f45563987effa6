package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A process of this machine, known by its pid. */
record LocalProcess(ProcessHandle handle) {
  LocalProcess {
    requireNonNull(handle);
  }

  /**
   * The process whose pid stands in the file, if it lives and {@code marker} is in its command
   * line.
   */
  static Optional<LocalProcess> recorded(Path pidFile, String marker) {
    return pid(pidFile)
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .map(LocalProcess::new)
        .filter(process -> process.commandLine().contains(marker));
  }

  private static Optional<Long> pid(Path file) {
    try {
      return Optional.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  long pid() {
    return handle.pid();
  }

  /** Words of the command line with a blank between; empty if it cannot be told. */
  String commandLine() {
    try {
      // ProcessHandle gives up on long command lines.
      byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(pid()), "cmdline"));
      return new String(words, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IOException e) {
      return handle.info().commandLine().orElse("");
    }
  }

  Optional<Duration> uptime() {
    return handle.info().startInstant().map(start -> Duration.between(start, Instant.now()));
  }

  /**
   * Resident memory in bytes, its children's included and shared pages divided; empty if it cannot
   * be told.
   */
  OptionalLong memory() {
    return Stream.concat(Stream.of(handle), handle.descendants())
        .mapToLong(process -> memory(process.pid()))
        .filter(bytes -> bytes > 0)
        .reduce(Long::sum);
  }

  private static long memory(long pid) {
    for (String source : new String[] {"smaps_rollup", "status"}) {
      try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), source))) {
        OptionalLong found =
            lines
                .filter(line -> line.startsWith("Pss:") || line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst();
        if (found.isPresent()) {
          return found.getAsLong();
        }
      } catch (IOException | java.io.UncheckedIOException e) {
        // The process has ended, or the file is another user's: the next source may do.
      }
    }
    return 0;
  }
}
