package dev.millrace.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program that does one thing and ends. */
final class Tool {
  private Tool() {}

  /** Runs it and returns what it printed; fails with the reason that it gave. */
  static String run(String what, List<String> command, Folders folders) {
    return run(what, command, Map.of(), folders);
  }

  static String run(
      String what, List<String> command, Map<String, String> environment, Folders folders) {
    Result result = result(what, command, environment, folders);
    if (result.code() != 0) {
      throw new StackException(
          "%s failed with code %d: %s"
              .formatted(
                  what,
                  result.code(),
                  String.join(System.lineSeparator(), StackTraceText.reason(result.output()))));
    }
    return result.output();
  }

  static Result result(
      String what, List<String> command, Map<String, String> environment, Folders folders) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folders.state().toFile()).redirectErrorStream(true);
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "CLASSPATH"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new StackException(what + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while " + what, e);
    }
  }

  /** How it ended and what it printed. */
  record Result(int code, String output) {}
}
