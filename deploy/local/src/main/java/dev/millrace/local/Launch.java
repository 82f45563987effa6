package dev.millrace.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to run a process.
 *
 * @param command program and arguments
 * @param environment what is added to the environment
 * @param output file that its standard output and error are appended to
 * @param stopSignal what ends it gracefully
 * @param restarts quick deaths in a row after which it is given up; 0 if it is never started again
 * @param marker part of the command line that tells it from every other process of the machine
 */
record Launch(
    List<String> command,
    Map<String, String> environment,
    Path output,
    String stopSignal,
    int restarts,
    String marker) {
  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
