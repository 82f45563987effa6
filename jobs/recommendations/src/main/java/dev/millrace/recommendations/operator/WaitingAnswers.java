package dev.millrace.recommendations.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Answers that wait for the others to their interaction, of all sessions of a subtask.
 *
 * <p>They are in no state, because none waits when a checkpoint is taken: the questions of an
 * interaction leave its session in one step, so that a checkpoint's barrier follows all of them or
 * precedes all, and so it does with their answers. Unaligned checkpoints, whose barriers overtake
 * records, would break this.
 */
final class WaitingAnswers {
  private final Map<String, NavigableMap<Long, List<Answer>>> sessions = new HashMap<>();

  /** Whether an answer to the same interaction waits. */
  boolean hasOthersOf(Answer answer) {
    NavigableMap<Long, List<Answer>> versions = sessions.get(answer.sessionId());
    return versions != null && versions.containsKey(answer.version());
  }

  /** Adds an answer, and returns all to its interaction in the order in which they came. */
  List<Answer> add(Answer answer) {
    List<Answer> all =
        sessions
            .computeIfAbsent(answer.sessionId(), session -> new TreeMap<>())
            .computeIfAbsent(answer.version(), version -> new ArrayList<>(answer.answers()));
    all.add(answer);
    return all;
  }

  /**
   * Removes the answers to an interaction, and those to earlier ones of its session.
   *
   * @return how many were to earlier ones
   */
  int removeUpTo(String session, long version) {
    NavigableMap<Long, List<Answer>> versions = sessions.get(session);
    NavigableMap<Long, List<Answer>> done = versions.headMap(version, true);
    int earlier = done.headMap(version, false).values().stream().mapToInt(List::size).sum();
    done.clear();
    if (versions.isEmpty()) {
      sessions.remove(session);
    }
    return earlier;
  }

  /** Sessions for which an answer waits. */
  int size() {
    return sessions.size();
  }
}
