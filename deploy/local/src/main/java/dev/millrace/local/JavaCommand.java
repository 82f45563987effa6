package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs the same Java as this process, its arguments in a file: short in a process list, and there
 * to be read.
 */
final class JavaCommand {
  private JavaCommand() {}

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Writes the arguments into {@code file} and returns the command that uses them. */
  static List<String> of(Path file, List<String> arguments) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          arguments.stream().map(JavaCommand::quoted).collect(Collectors.joining("\n", "", "\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(executable(), "@" + file);
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
