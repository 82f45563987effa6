package dev.millrace.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Memory of this machine. */
final class MachineMemory {
  private MachineMemory() {}

  /** What can be used without swapping; empty where the operating system does not say. */
  static Optional<Size> available() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .map(kibibytes -> new Size((int) Math.max(1, kibibytes / 1024)))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
