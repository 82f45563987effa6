package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.RuleState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules put}: the next version of a rule. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description =
        "Makes the rule in a file the next version of its id. State and snoozes that the file does not name stay as they are.")
final class PutRuleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "YAML or JSON")
  private Path file;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "${COMPLETION-CANDIDATES}, instead of the file's; a new rule without is a draft")
  private RuleState state;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RuleFile.Reading reading = RuleFile.read(file, Rules.ofTheJob(), Clock.systemUTC().instant());
    FraudRule written =
        reading
            .rule()
            .orElseThrow(
                () ->
                    new ToolException(
                        "nothing is sent: " + String.join("; ", reading.complaints())));
    options.put(
        Rules.KIND,
        written.getRuleId(),
        before -> {
          FraudRule next = reading.after(before);
          return state == null ? next : FraudRule.newBuilder(next).setState(state).build();
        },
        spec);
    return 0;
  }
}
