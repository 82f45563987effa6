package org.apache.flink.client.cli;

import java.util.List;

/**
 * Flink's command line as a test needs it: accepts every job, under the number of its state, or 0
 * without one.
 */
public final class CliFrontend {
  private CliFrontend() {}

  public static void main(String[] args) {
    int state = List.of(args).indexOf("-s") + 1;
    String number = state == 0 ? "0" : args[state].replaceAll(".*chk-|/", "");
    System.out.printf("Job has been submitted with JobID %032d%n", Integer.parseInt(number));
  }
}
