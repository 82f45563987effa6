package dev.millrace.frauddesk;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.RuleState;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rules list}: the rules in force, and versions that the job refuses. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the rules in force, and below them versions that the job refuses.")
final class ListRulesCommand implements Callable<Integer> {
  @Mixin private RuleTopicOptions options;

  @Option(names = "--all", description = "retired ones as well")
  private boolean all;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RuleHistory history = options.topic(spec.commandLine().getErr()).read();
    List<PlacedRule> shown =
        history.inForce().stream()
            .filter(placed -> all || placed.rule().getState() != RuleState.RETIRED)
            .toList();
    List<PlacedRule> refused = history.all().stream().filter(placed -> !placed.isValid()).toList();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(object(shown, refused)) : text(shown, refused));
    out.flush();
    return 0;
  }

  private static String text(List<PlacedRule> shown, List<PlacedRule> refused) {
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
    for (PlacedRule placed : shown) {
      FraudRule rule = placed.rule();
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
    StringBuilder text = new StringBuilder(table.toString());
    for (PlacedRule placed : refused) {
      text.append(
          "refused: %s version %d: %s%n"
              .formatted(
                  placed.rule().getRuleId(), placed.rule().getVersion(), placed.complaint()));
    }
    return text.toString();
  }

  private static Map<String, Object> object(List<PlacedRule> shown, List<PlacedRule> refused) {
    return Map.of(
        "rules", shown.stream().map(ListRulesCommand::object).toList(),
        "refused", refused.stream().map(ListRulesCommand::object).toList());
  }

  private static Map<String, Object> object(PlacedRule placed) {
    FraudRule rule = placed.rule();
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
    object.put("author", rule.getAuthor());
    object.put("event_time", rule.getEventTime().toString());
    object.put("offset", placed.offset());
    if (!placed.isValid()) {
      object.put("refused", placed.complaint());
    }
    return object;
  }
}
