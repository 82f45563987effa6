package dev.millrace.common.testing.savepoint;

import java.io.IOException;
import java.util.List;

/** The states of one kind that one subtask of a step left in a savepoint. */
sealed interface StoredStates permits KeyedStates, ListStates {

  /** The step that keeps them. */
  String step();

  /** What is there. */
  List<KeptState> states() throws IOException;

  /**
   * What it holds, as today's classes read it.
   *
   * @throws UnreadableStateException if they cannot
   */
  List<StateEntry> entries() throws IOException;

  /** Reads a value. */
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T read(String step, String state, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException | RuntimeException e) {
      throw new UnreadableStateException("step %s, state %s".formatted(step, state), e);
    }
  }
}
