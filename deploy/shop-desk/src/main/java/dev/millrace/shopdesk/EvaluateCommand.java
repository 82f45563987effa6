package dev.millrace.shopdesk;

import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Predicts the next items of a benchmark's sessions and prints how well, beside what is published.
 */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Predicts the next item at every position of every test session, through the job's own topology, and prints the"
          + " hit rate and the mean reciprocal rank of the first 20, beside published results.",
      "frozen: knows the training sessions only. online: goes on learning during the test."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description =
          "A file with the columns session_id,pos,item_id,split,synthetic_event_ms, or TRAIN,TEST with"
              + " session_id,item_id,epoch_s; plain or gzip.")
  private List<Path> files;

  @Option(
      names = "-D",
      paramLabel = "key=value",
      description = "An option of the job recommendations; the others have their defaults.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (files.size() > 2) {
      throw new ToolException(
          "--data must be FILE or TRAIN,TEST, got %d files".formatted(files.size()));
    }
    Replay replay = new Replay(ClickData.read(files), settings);
    Accuracy frozen;
    Accuracy online;
    try {
      frozen = replay.frozen();
      online = replay.online();
    } catch (InvalidOptionsException e) {
      throw new ToolException(e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(tree(frozen, online)) : text(frozen, online));
    out.flush();
    return 0;
  }

  private static Map<String, Object> tree(Accuracy frozen, Accuracy online) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("frozen", tree(frozen));
    tree.put("online", tree(online));
    return tree;
  }

  private static Map<String, Object> tree(Accuracy accuracy) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hr20", accuracy.hr20());
    tree.put("mrr20", accuracy.mrr20());
    tree.put("predictions", accuracy.predictions());
    return tree;
  }

  private static String text(Accuracy frozen, Accuracy online) {
    TextTable table = new TextTable("method", "HR@20", "MRR@20");
    StringBuilder title = new StringBuilder();
    for (Published published : Published.ALL) {
      if (published.predictions() == frozen.predictions()) {
        title.append(published.title()).append(", ");
        for (Published.Result row : published.results()) {
          table.add(row.method(), number(row.hr20()), number(row.mrr20()));
        }
      }
    }
    title.append(String.format(Locale.ROOT, "%,d predictions", frozen.predictions()));
    table.add("Millrace, frozen", number(frozen.hr20()), number(frozen.mrr20()));
    table.add("Millrace, online", number(online.hr20()), number(online.mrr20()));
    return title + "\n" + table;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
