package org.apache.flink.client.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Flink's command line as a test needs it: accepts every job whose jar is there, under the number
 * of its state, or 0 without one, after a 1 where it may leave out a part of that.
 */
public final class CliFrontend {
  private CliFrontend() {}

  public static void main(String[] args) {
    Path jar = Path.of(List.of(args).get(List.of(args).indexOf("--config") - 1));
    if (!Files.exists(jar)) {
      System.err.println("JAR file does not exist: " + jar);
      System.exit(1);
    }
    int state = List.of(args).indexOf("-s") + 1;
    String number = state == 0 ? "0" : args[state].replaceAll(".*chk-|/", "");
    System.out.printf(
        "Job has been submitted with JobID %d%031d%n",
        List.of(args).contains("--allowNonRestoredState") ? 1 : 0, Integer.parseInt(number));
  }
}
