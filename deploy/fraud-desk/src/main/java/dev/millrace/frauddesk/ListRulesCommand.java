package dev.millrace.frauddesk;

import dev.millrace.console.TextTable;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.RuleState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code rules list}: the rules in force, and versions that the job refuses. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the rules in force, and below them versions that the job refuses.")
final class ListRulesCommand extends ListCommand<FraudRule> {

  ListRulesCommand() {
    super(Rules.KIND);
  }

  @Override
  boolean isRetired(FraudRule rule) {
    return rule.getState() == RuleState.RETIRED;
  }

  @Override
  String table(List<FraudRule> rules, PolicyHistory<FraudRule> history) {
    TextTable table =
        new TextTable(
            "RULE",
            "VERSION",
            "STATE",
            "OUTCOME",
            "WEIGHT",
            "MOST DECLINES",
            "SNOOZES",
            "AUTHOR",
            "SINCE",
            "CONDITION");
    for (FraudRule rule : rules) {
      table.add(
          rule.getRuleId(),
          rule.getVersion(),
          rule.getState().name().toLowerCase(Locale.ROOT),
          rule.getOutcome().name().toLowerCase(Locale.ROOT),
          rule.getWeight(),
          rule.getMaxDeclineShare(),
          rule.getSnoozes().size(),
          rule.getAuthor(),
          rule.getEventTime(),
          rule.getCondition().replaceAll("\\s+", " "));
    }
    return table.toString();
  }

  @Override
  Map<String, Object> object(FraudRule rule, PolicyHistory<FraudRule> history) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rule_id", rule.getRuleId());
    object.put("version", rule.getVersion());
    object.put("state", rule.getState().name());
    object.put("description", rule.getDescription());
    object.put("condition", rule.getCondition());
    object.put("outcome", rule.getOutcome().name());
    object.put("weight", rule.getWeight());
    object.put("reason_code", rule.getReasonCode());
    object.put("max_decline_share", rule.getMaxDeclineShare());
    List<Map<String, String>> snoozes = new ArrayList<>();
    rule.getSnoozes()
        .forEach(
            snooze ->
                snoozes.add(
                    Map.of("card_id", snooze.getCardId(), "until", snooze.getUntil().toString())));
    object.put("snoozes", snoozes);
    return object;
  }
}
