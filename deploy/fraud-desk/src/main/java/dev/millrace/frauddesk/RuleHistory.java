package dev.millrace.frauddesk;

import dev.millrace.payments.FraudRule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the topic of rules holds, in the order in which it came.
 *
 * @param all every version that can be read, refused ones included
 */
record RuleHistory(List<PlacedRule> all) {
  RuleHistory {
    all = List.copyOf(all);
  }

  /** The version of each rule that the job goes by, in the order of their ids. */
  Collection<PlacedRule> inForce() {
    TreeMap<String, PlacedRule> current = new TreeMap<>();
    for (PlacedRule placed : all) {
      if (placed.isValid()) {
        // As the job does: of equal versions the first stays.
        current.merge(
            placed.rule().getRuleId(),
            placed,
            (one, other) -> other.rule().getVersion() > one.rule().getVersion() ? other : one);
      }
    }
    return current.values();
  }

  /** The version of a rule that the job goes by. */
  Optional<PlacedRule> inForce(String ruleId) {
    return inForce().stream().filter(placed -> placed.isOf(ruleId)).findFirst();
  }

  /** The version that the next change of a rule has. A refused version is not used again. */
  int nextVersion(String ruleId) {
    return 1
        + all.stream()
            .filter(placed -> placed.isOf(ruleId))
            .map(PlacedRule::rule)
            .mapToInt(FraudRule::getVersion)
            .max()
            .orElse(0);
  }
}
