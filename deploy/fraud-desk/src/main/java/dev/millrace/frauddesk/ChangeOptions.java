package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes a rule, and says what is in force then. */
final class ChangeOptions {
  @Mixin private RuleTopicOptions topic;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change; default: the name of this machine's user")
  private String author;

  /** Puts the next version of a rule that may be new. */
  void put(String ruleId, ToNext change, PrintWriter out, PrintWriter err) {
    RuleTopic rules = topic.topic(err);
    FraudRule wanted = change.next(rules.read().inForce(ruleId).map(PlacedRule::rule));
    RuleChange.Outcome outcome =
        new RuleChange(rules, Rules.ofTheJob()).put(wanted, author(), Clock.systemUTC().instant());
    FraudRule rule = outcome.inForce().rule();
    out.printf(
        "%s version %d is in force: %s, %s if it holds, put by %s at %s%s%n",
        rule.getRuleId(),
        rule.getVersion(),
        rule.getState().name().toLowerCase(Locale.ROOT),
        rule.getOutcome().name().toLowerCase(Locale.ROOT),
        rule.getAuthor(),
        rule.getEventTime(),
        outcome.sent() ? "" : " (it says the same: nothing is sent)");
    out.flush();
  }

  /** Puts the next version of a rule that is there. */
  void change(
      String ruleId, UnaryOperator<FraudRule.Builder> change, PrintWriter out, PrintWriter err) {
    put(
        ruleId,
        before ->
            change
                .apply(FraudRule.newBuilder(before.orElseThrow(() -> unknown(ruleId, err))))
                .build(),
        out,
        err);
  }

  /** From the version in force, if there is one, to the next. */
  @FunctionalInterface
  interface ToNext {
    FraudRule next(Optional<FraudRule> before);
  }

  private ToolException unknown(String ruleId, PrintWriter err) {
    String known =
        topic.topic(err).read().inForce().stream()
            .map(placed -> placed.rule().getRuleId())
            .collect(Collectors.joining(", "));
    return new ToolException(
        "no rule '%s' is in force; there are: %s"
            .formatted(ruleId, known.isEmpty() ? "none" : known));
  }

  private String author() {
    return author == null ? System.getProperty("user.name") : author;
  }
}
