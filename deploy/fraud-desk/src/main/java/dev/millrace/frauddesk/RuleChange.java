package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts the next version of a rule on its topic.
 *
 * <p>Kafka cannot refuse a version that somebody else has just put, so the topic is read again
 * afterwards. Of two of one number the first is in force; whoever came second is told so, and puts
 * the first behind his own, because a compacted topic keeps the last.
 */
final class RuleChange {
  private final RuleTopic topic;
  private final RecordRules<FraudRule> rules;

  RuleChange(RuleTopic topic, RecordRules<FraudRule> rules) {
    this.topic = requireNonNull(topic);
    this.rules = requireNonNull(rules);
  }

  /**
   * What came of it.
   *
   * @param inForce what is in force now
   * @param sent whether anything was sent; false if the rule is in force as it is
   */
  record Outcome(PlacedRule inForce, boolean sent) {}

  /**
   * Puts a rule as the next version of its id.
   *
   * @param wanted the rule; its version, author and time are set here
   * @throws ToolException if the job would refuse it, and nothing is sent; or if somebody else put
   *     the same version first
   */
  Outcome put(FraudRule wanted, String author, Instant now) {
    RuleHistory before = topic.read();
    FraudRule next =
        FraudRule.newBuilder(wanted)
            .setVersion(before.nextVersion(wanted.getRuleId()))
            .setAuthor(author)
            .setEventTime(now)
            .build();
    requireValid(next, now);
    Optional<PlacedRule> current = before.inForce(next.getRuleId());
    if (current.isPresent() && saysTheSame(current.get().rule(), next)) {
      return new Outcome(current.get(), false);
    }
    long offset = topic.append(next);
    PlacedRule first = firstOf(topic.read(), next);
    if (first.offset() < offset) {
      topic.append(first.rule());
      throw new ToolException(
          "version %d of %s was put by %s at the same time and is in force; yours is not, look at it with scripts/rules list and put it again"
              .formatted(next.getVersion(), next.getRuleId(), first.rule().getAuthor()));
    }
    return new Outcome(first, true);
  }

  private void requireValid(FraudRule rule, Instant now) {
    Optional<Rule<FraudRule>> broken = rules.broken(rule, now.toEpochMilli());
    if (broken.isPresent()) {
      throw new ToolException(
          "%s is refused, nothing is sent: %s"
              .formatted(rule.getRuleId(), RecordRules.refusal(broken.get(), rule).detail()));
    }
  }

  private static PlacedRule firstOf(RuleHistory history, FraudRule rule) {
    return history.all().stream()
        .filter(placed -> placed.isOf(rule.getRuleId()))
        .filter(placed -> placed.rule().getVersion() == rule.getVersion())
        .findFirst()
        .orElseThrow(
            () ->
                new ToolException(
                    "version %d of %s was sent but is not on %s: a newer one has come meanwhile, see scripts/rules list"
                        .formatted(rule.getVersion(), rule.getRuleId(), RuleTopic.NAME)));
  }

  private static boolean saysTheSame(FraudRule one, FraudRule other) {
    return FraudRule.newBuilder(other)
        .setVersion(one.getVersion())
        .setAuthor(one.getAuthor())
        .setEventTime(one.getEventTime())
        .build()
        .equals(one);
  }
}
