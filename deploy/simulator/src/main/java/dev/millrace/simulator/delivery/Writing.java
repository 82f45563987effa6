package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How payments are written.
 *
 * @param versions released versions that they are written in by turns; empty: the newest
 * @param traces which of them belong to a trace
 */
public record Writing(List<Integer> versions, TraceHeaders traces) {

  /** In the newest version, outside of any trace. */
  public static final Writing PLAIN = new Writing(List.of(), TraceHeaders.NONE);

  public Writing {
    versions = List.copyOf(versions);
    requireNonNull(traces, "traces");
  }
}
