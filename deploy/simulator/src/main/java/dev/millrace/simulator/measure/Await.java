package dev.millrace.simulator.measure;

/** Which decisions count when a run waits for those of its payments. */
public enum Await {
  /** Those made from the start of the run on. */
  NEW,
  /** Also those that the topic holds from earlier runs: for a replay of the same payments. */
  ALL
}
