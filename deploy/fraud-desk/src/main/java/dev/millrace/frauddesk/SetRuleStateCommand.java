package dev.millrace.frauddesk;

import dev.millrace.payments.FraudRule;
import dev.millrace.payments.RuleState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules state}: from shadow to live, and out of the way. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = "Gives a rule another state, as its next version.")
final class SetRuleStateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RULE_ID")
  private String ruleId;

  @Parameters(index = "1", paramLabel = "STATE", description = "${COMPLETION-CANDIDATES}")
  private RuleState state;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    options.change(
        Rules.KIND, ruleId, rule -> FraudRule.newBuilder(rule).setState(state).build(), spec);
    return 0;
  }
}
