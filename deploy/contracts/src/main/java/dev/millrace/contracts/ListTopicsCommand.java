package dev.millrace.contracts;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
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

/** {@code topics list}: every topic, wanted or found. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the topics that should be there and those that are.")
final class ListTopicsCommand implements Callable<Integer> {
  @Mixin private KafkaOptions options;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Topic> wanted = options.topics();
    List<TopicPlan> plans;
    List<String> others;
    try (KafkaTopics topics = options.connect()) {
      plans = topics.plan(wanted, options.replication());
      others = new ArrayList<>(topics.names());
    }
    others.removeAll(wanted.stream().map(Topic::name).toList());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(object(plans, others)) : text(plans, others));
    out.flush();
    return 0;
  }

  private static String text(List<TopicPlan> plans, List<String> others) {
    TextTable table =
        new TextTable("TOPIC", "RECORD", "PARTITIONS", "RETENTION", "CLEANUP", "STATE");
    for (TopicPlan plan : plans) {
      Topic topic = plan.topic();
      table.add(
          topic.name(),
          topic.record(),
          topic.partitions(),
          topic.cleanup() == Cleanup.COMPACT ? "for ever" : topic.retention().toHours() + "h",
          topic.cleanup().setting(),
          state(plan));
    }
    for (String other : others) {
      table.add(other, "-", "-", "-", "-", "not in topics.yaml");
    }
    return table.toString();
  }

  private static String state(TopicPlan plan) {
    return switch (plan.state()) {
      case MISSING -> "missing";
      case SAME -> "ok";
      case DIFFERENT -> "differs: " + TopicDifferences.of(plan);
    };
  }

  private static Map<String, Object> object(List<TopicPlan> plans, List<String> others) {
    List<Map<String, Object>> topics = new ArrayList<>();
    for (TopicPlan plan : plans) {
      Map<String, Object> topic = new LinkedHashMap<>();
      topic.put("name", plan.topic().name());
      topic.put("record", plan.topic().record());
      topic.put("partitions", plan.topic().partitions());
      topic.put("settings", plan.settings());
      topic.put("state", plan.state().name().toLowerCase(Locale.ROOT));
      topic.put("changes", plan.changes());
      topic.put("refusals", plan.refusals());
      topics.add(topic);
    }
    return Map.of("topics", topics, "others", others);
  }
}
