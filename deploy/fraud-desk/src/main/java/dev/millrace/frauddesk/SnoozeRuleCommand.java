package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Snooze;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules snooze}: leaves a card alone for a time. */
@Command(
    name = "snooze",
    mixinStandardHelpOptions = true,
    description = "Has a rule leave a card alone for a time, as the rule's next version.")
final class SnoozeRuleCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,4})([mhd])");

  @Parameters(index = "0", paramLabel = "RULE_ID")
  private String ruleId;

  @Parameters(index = "1", paramLabel = "CARD_ID", description = "token of the card")
  private String cardId;

  @Option(
      names = "--for",
      required = true,
      paramLabel = "TIME",
      description = "from now on: 30m, 24h, 7d")
  private String time;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Instant now = Clock.systemUTC().instant();
    Snooze snooze = new Snooze(cardId, now.plus(duration(time)));
    options.change(
        Rules.KIND,
        ruleId,
        rule -> FraudRule.newBuilder(rule).setSnoozes(with(snooze, rule.getSnoozes(), now)).build(),
        spec);
    return 0;
  }

  /** In place of what there was for the card; what is over goes. */
  static List<Snooze> with(Snooze snooze, List<Snooze> before, Instant now) {
    List<Snooze> snoozes = new ArrayList<>();
    for (Snooze other : before) {
      if (!other.getCardId().equals(snooze.getCardId()) && other.getUntil().isAfter(now)) {
        snoozes.add(other);
      }
    }
    snoozes.add(snooze);
    return snoozes;
  }

  private static Duration duration(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new ToolException("--for takes 30m, 24h or 7d, not '%s'".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
