package dev.millrace.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What differs between a topic and its description, in words. */
final class TopicDifferences {
  private TopicDifferences() {}

  static String of(TopicPlan plan) {
    List<String> differences = new ArrayList<>();
    new TreeMap<>(plan.changes())
        .forEach(
            (name, change) ->
                differences.add("%s %s -> %s".formatted(name, change.from(), change.to())));
    differences.addAll(plan.refusals());
    return String.join(", ", differences);
  }
}
