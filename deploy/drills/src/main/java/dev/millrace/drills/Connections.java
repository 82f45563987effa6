package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's open TCP connections.
 *
 * @param lines as Linux writes them to {@code /proc/net/tcp} and {@code /proc/net/tcp6}
 */
record Connections(List<String> lines) {
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final String ESTABLISHED = "01";

  Connections {
    lines = List.copyOf(lines);
  }

  /** Those there are now. */
  static Connections now() {
    List<String> lines = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        lines.addAll(Files.readAllLines(Path.of(table)));
      } catch (IOException e) {
        throw new ToolException("cannot read " + table, e);
      }
    }
    return new Connections(lines);
  }

  /** Whether somebody is connected to a port. */
  boolean reach(int port) {
    String suffix = ":%04X".formatted(port);
    return lines.stream()
        .map(line -> line.strip().split("\\s+"))
        .anyMatch(
            fields ->
                fields.length > STATE
                    && fields[REMOTE].endsWith(suffix)
                    && fields[STATE].equals(ESTABLISHED));
  }
}
