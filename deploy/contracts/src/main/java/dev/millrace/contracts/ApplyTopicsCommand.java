package dev.millrace.contracts;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code topics apply}: creates and alters; changes nothing at all if something must be refused.
 */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Creates missing topics and sets settings that differ; never changes partitions.")
final class ApplyTopicsCommand implements Callable<Integer> {
  @Mixin private KafkaOptions options;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Topic> wanted = options.topics();
    List<TopicPlan> plans;
    try (KafkaTopics topics = options.connect()) {
      plans = topics.plan(wanted, options.replication());
      refuse(plans);
      topics.create(in(plans, TopicPlan.State.MISSING));
      topics.alter(in(plans, TopicPlan.State.DIFFERENT));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(summary(plans)) : text(plans));
    out.flush();
    return 0;
  }

  private static void refuse(List<TopicPlan> plans) {
    List<String> refusals = new ArrayList<>();
    for (TopicPlan plan : plans) {
      plan.refusals().forEach(reason -> refusals.add(plan.topic().name() + ": " + reason));
    }
    if (!refusals.isEmpty()) {
      throw new ToolException("nothing was changed; " + String.join("; ", refusals));
    }
  }

  private static List<TopicPlan> in(List<TopicPlan> plans, TopicPlan.State state) {
    return plans.stream().filter(plan -> plan.state() == state).toList();
  }

  private static List<String> names(List<TopicPlan> plans) {
    return plans.stream().map(plan -> plan.topic().name()).toList();
  }

  private static Map<String, Object> summary(List<TopicPlan> plans) {
    return Map.of(
        "created", names(in(plans, TopicPlan.State.MISSING)),
        "altered", names(in(plans, TopicPlan.State.DIFFERENT)),
        "unchanged", names(in(plans, TopicPlan.State.SAME)));
  }

  private static String text(List<TopicPlan> plans) {
    StringBuilder lines = new StringBuilder();
    for (TopicPlan plan : plans) {
      lines.append(
          switch (plan.state()) {
            case MISSING ->
                "Created %s: partitions %d, replication %d.\n"
                    .formatted(plan.topic().name(), plan.topic().partitions(), plan.replication());
            case SAME -> "%s is as it should be.\n".formatted(plan.topic().name());
            case DIFFERENT ->
                "Altered %s: %s.\n".formatted(plan.topic().name(), TopicDifferences.of(plan));
          });
    }
    return lines.toString();
  }
}
