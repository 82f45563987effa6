package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A rule as a person writes it: YAML, of which JSON is a part. Everything that is wrong with it is
 * said at once, each with its line.
 */
final class RuleFile {
  private static final List<String> FIELDS =
      List.of(
          "rule_id",
          "state",
          "description",
          "condition",
          "outcome",
          "weight",
          "reason_code",
          "max_decline_share",
          "snoozes");

  private static final String ANYONE = "anyone";

  private final Path file;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final FraudRule.Builder rule;

  private RuleFile(Path file, Instant now) {
    this.file = requireNonNull(file);
    // Version, author and time are no part of the file: they come when it is put.
    this.rule = FraudRule.newBuilder().setVersion(1).setAuthor(ANYONE).setEventTime(now);
  }

  /**
   * What is wrong with a file.
   *
   * @param rule the rule in it, if nothing is; its version, author and time are still to be set
   * @param fields those that the file names; the others of the rule have their defaults
   * @param complaints one line each: {@code FILE:LINE: field, rule, value}
   */
  record Reading(Optional<FraudRule> rule, Set<String> fields, List<String> complaints) {

    /** The rule as the next version of another: state and snoozes stay where the file has none. */
    FraudRule after(Optional<FraudRule> before) {
      FraudRule.Builder next =
          FraudRule.newBuilder(
              rule.orElseThrow(() -> new ToolException(String.join("; ", complaints))));
      before.ifPresent(
          current -> {
            if (!fields.contains("state")) {
              next.setState(current.getState());
            }
            if (!fields.contains("snoozes")) {
              next.setSnoozes(current.getSnoozes());
            }
          });
      return next.build();
    }
  }

  /**
   * Reads a file.
   *
   * @param rules what must be true of the rule in it
   * @throws ToolException if the file cannot be read
   */
  static Reading read(Path file, RecordRules<FraudRule> rules, Instant now) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ToolException("cannot read %s: %s".formatted(file, e), e);
    }
    return new RuleFile(file, now).read(text, rules, now);
  }

  private Reading read(String text, RecordRules<FraudRule> rules, Instant now) {
    try {
      Node document = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (document instanceof MappingNode fields) {
        fields.getValue().forEach(this::field);
      } else {
        complain(1, "must be fields and values, such as rule_id: card-testing");
      }
    } catch (MarkedYAMLException e) {
      complain(e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, e.getProblem());
    } catch (YAMLException e) {
      complain(1, e.getMessage());
    }
    if (complaints.isEmpty()) {
      requireFields();
    }
    if (!complaints.isEmpty()) {
      return new Reading(Optional.empty(), lines.keySet(), complaints);
    }
    FraudRule complete = rule.build();
    for (Rule<FraudRule> rule : rules.all()) {
      if (!rule.check().holds(complete, now.toEpochMilli())) {
        complain(lineOf(rule.field()), RecordRules.refusal(rule, complete).detail());
      }
    }
    return new Reading(
        complaints.isEmpty() ? Optional.of(complete) : Optional.empty(),
        lines.keySet(),
        complaints);
  }

  private void requireFields() {
    require("rule_id", rule.hasRuleId());
    require("description", rule.hasDescription());
    require("condition", rule.hasCondition());
    require("outcome", rule.hasOutcome());
    require("reason_code", rule.hasReasonCode());
    if (!rule.hasState()) {
      rule.setState(RuleState.DRAFT);
    }
  }

  private void require(String field, boolean isThere) {
    if (!isThere) {
      complain(1, "%s must be there".formatted(field));
    }
  }

  private void field(NodeTuple entry) {
    int line = line(entry.getKeyNode());
    String field = text(entry.getKeyNode());
    if (lines.putIfAbsent(field, line) != null) {
      complain(line, "%s must be there once".formatted(field));
      return;
    }
    Node value = entry.getValueNode();
    switch (field) {
      case "rule_id" -> rule.setRuleId(text(value));
      case "state" -> state(value);
      case "description" -> rule.setDescription(text(value).strip());
      case "condition" -> rule.setCondition(text(value).strip());
      case "outcome" -> outcome(value);
      case "weight" -> number(field, value).ifPresent(rule::setWeight);
      case "reason_code" -> rule.setReasonCode(text(value));
      case "max_decline_share" -> number(field, value).ifPresent(rule::setMaxDeclineShare);
      case "snoozes" -> rule.setSnoozes(snoozes(value));
      default ->
          complain(
              line,
              "field must be one of %s, not '%s'".formatted(String.join(", ", FIELDS), field));
    }
  }

  private void state(Node node) {
    constant(RuleState.class, "state", node).ifPresent(rule::setState);
  }

  private void outcome(Node node) {
    constant(Outcome.class, "outcome", node).ifPresent(rule::setOutcome);
  }

  private <E extends Enum<E>> Optional<E> constant(Class<E> type, String field, Node node) {
    Optional<E> found =
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> constant.name().equalsIgnoreCase(text(node)))
            .findFirst();
    if (found.isEmpty()) {
      complain(
          line(node),
          "%s must be one of %s, got '%s'"
              .formatted(
                  field,
                  Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT),
                  text(node)));
    }
    return found;
  }

  private Optional<Double> number(String field, Node node) {
    try {
      return Optional.of(Double.valueOf(text(node)));
    } catch (NumberFormatException e) {
      complain(line(node), "%s must be a number, got '%s'".formatted(field, text(node)));
      return Optional.empty();
    }
  }

  private List<Snooze> snoozes(Node node) {
    List<Snooze> snoozes = new ArrayList<>();
    if (!(node instanceof SequenceNode cards)) {
      if (!node.getTag().equals(Tag.NULL)) {
        complain(line(node), "snoozes must be a list of card_id and until");
      }
      return snoozes;
    }
    for (Node card : cards.getValue()) {
      snooze(card).ifPresent(snoozes::add);
    }
    return snoozes;
  }

  private Optional<Snooze> snooze(Node node) {
    Map<String, String> fields = new HashMap<>();
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(entry -> fields.put(text(entry.getKeyNode()), text(entry.getValueNode())));
    }
    if (!fields.keySet().equals(Set.of("card_id", "until"))) {
      complain(line(node), "snoozes must have card_id and until, got " + fields.keySet());
      return Optional.empty();
    }
    try {
      return Optional.of(new Snooze(fields.get("card_id"), Instant.parse(fields.get("until"))));
    } catch (DateTimeException e) {
      complain(
          line(node),
          "snoozes.until must be a time such as 2026-11-22T10:00:00Z, got '%s'"
              .formatted(fields.get("until")));
      return Optional.empty();
    }
  }

  /** The text of a value; of a list or of nested fields a word that says so. */
  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "(" + node.getNodeId() + ")";
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private int lineOf(String field) {
    int dot = field.indexOf('.');
    return lines.getOrDefault(dot < 0 ? field : field.substring(0, dot), 1);
  }

  private void complain(int line, String text) {
    complaints.add("%s:%d: %s".formatted(file, line, text));
  }
}
