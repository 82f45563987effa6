package dev.millrace.shopdesk;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code designs}: what other ways to recommend would be worth, and what they would cost. */
@Command(
    name = "designs",
    mixinStandardHelpOptions = true,
    description = {
      "The job's design beside co-occurrence (the job with other settings) and nearest sessions (in memory):"
          + " quality with frozen knowledge, bytes between the steps and microseconds for each click."
    })
final class DesignsCommand implements Callable<Integer> {
  private static final List<String> CO_OCCURRENCE =
      List.of(
          "learning.window=29",
          "learning.distance=0",
          "learning.length-exponent=0",
          "learning.backward=1",
          "learning.forget=0",
          "ranking.window=1",
          "ranking.visits-exponent=0",
          "ranking.popularity-exponent=0");
  private static final int SESSIONS_PER_ITEM = 500;
  private static final int NEIGHBOURS = 100;
  private static final int WINDOW = 6;
  private static final double NANOS_PER_MICRO = 1_000.0;
  private static final double MICROS_PER_MILLI = 1_000.0;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description = "As for evaluate.")
  private List<Path> files;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /**
   * What a design is worth and costs.
   *
   * @param taughtBytes for each click, to learn from it
   * @param answeredBytes for each click, to answer it
   * @param micros for each click that is learned from and answered
   */
  private record Design(Accuracy frozen, double taughtBytes, double answeredBytes, double micros) {}

  @Override
  public Integer call() {
    if (files.size() > 2) {
      throw new ToolException(
          "--data must be FILE or TRAIN,TEST, got %d files".formatted(files.size()));
    }
    ClickData data = ClickData.read(files);
    Map<String, Design> designs = new LinkedHashMap<>();
    designs.put("neighbours of each item (the job)", job(data, List.of()));
    designs.put("co-occurrence with the last item", job(data, CO_OCCURRENCE));
    designs.put(
        "nearest sessions, %d per item, %d, last %d"
            .formatted(SESSIONS_PER_ITEM, NEIGHBOURS, WINDOW),
        nearestSessions(data));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(tree(designs)) : text(designs));
    out.flush();
    return 0;
  }

  /** What is sent to answer is what is sent more than by a run that answers nothing. */
  private static Design job(ClickData data, List<String> settings) {
    Accuracy frozen = new Replay(data, settings).frozen();
    Replay.Cost silent = new Replay(data, settings).cost(false);
    Replay.Cost answering = new Replay(data, settings).cost(true);
    int clicks = data.visits().size();
    int answered = (int) data.visits().stream().filter(Visit::test).count();
    return new Design(
        frozen,
        (double) silent.bytes() / clicks,
        (double) (answering.bytes() - silent.bytes()) / answered,
        MICROS_PER_MILLI * silent.millis() / clicks
            + MICROS_PER_MILLI * Math.max(0, answering.millis() - silent.millis()) / answered);
  }

  private static Design nearestSessions(ClickData data) {
    SessionIndex index = new SessionIndex(SESSIONS_PER_ITEM, NEIGHBOURS, WINDOW);
    Map<String, List<String>> recommended = new HashMap<>();
    Map<String, List<String>> clicked = new HashMap<>();
    long learnedIn = 0;
    long answeredIn = 0;
    int learned = 0;
    int answered = 0;
    for (Visit visit : data.visits()) {
      long start = System.nanoTime();
      if (visit.test()) {
        List<String> session = clicked.computeIfAbsent(visit.session(), id -> new ArrayList<>());
        session.add(visit.item());
        recommended.put(visit.id(), index.recommend(visit.session(), session));
        answeredIn += System.nanoTime() - start;
        answered++;
      } else {
        index.learn(visit.session(), visit.item());
        learnedIn += System.nanoTime() - start;
        learned++;
      }
    }
    return new Design(
        data.score(recommended, data.trainingItems()::contains),
        (double) index.taughtBytes() / learned,
        (double) index.answeredBytes() / answered,
        learnedIn / NANOS_PER_MICRO / learned + answeredIn / NANOS_PER_MICRO / answered);
  }

  private static Map<String, Object> tree(Map<String, Design> designs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    designs.forEach(
        (name, design) -> {
          Map<String, Object> each = new LinkedHashMap<>();
          each.put("hr20", design.frozen().hr20());
          each.put("mrr20", design.frozen().mrr20());
          each.put("taughtBytesPerClick", Math.round(design.taughtBytes()));
          each.put("answeredBytesPerClick", Math.round(design.answeredBytes()));
          each.put("microsPerClick", Math.round(design.micros()));
          tree.put(name, each);
        });
    return tree;
  }

  private static String text(Map<String, Design> designs) {
    TextTable table =
        new TextTable(
            "design", "HR@20", "MRR@20", "bytes to learn", "bytes to answer", "us for each click");
    designs.forEach(
        (name, design) ->
            table.add(
                name,
                String.format(Locale.ROOT, "%.4f", design.frozen().hr20()),
                String.format(Locale.ROOT, "%.4f", design.frozen().mrr20()),
                String.format(Locale.ROOT, "%,.0f", design.taughtBytes()),
                String.format(Locale.ROOT, "%,.0f", design.answeredBytes()),
                String.format(Locale.ROOT, "%.0f", design.micros())));
    return table.toString();
  }
}
