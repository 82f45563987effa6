package dev.millrace.frauddesk;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.GradientBoostedScorer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
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
 * {@code evaluate fraud}: the Fraud Detection Handbook's protocol. Figures come from the job's own
 * topology, scores from the scorer that the job runs.
 */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Judges fraud scoring by the protocol of the Fraud Detection Handbook.")
final class EvaluateFraudCommand implements Callable<Integer> {

  /** Tuned on training weeks that begin 2018-06-06 to 07-04, which no test week here touches. */
  private static final TrainingOptions TRAINING =
      new TrainingOptions(300, 6, 0.03, 3, 1, 0.7, 0.3, 2, 0.2, 1, 2, 0.5, 0.9);

  private static final List<LocalDate> HANDBOOK_FOLDS =
      List.of(
          LocalDate.of(2018, 7, 25),
          LocalDate.of(2018, 8, 1),
          LocalDate.of(2018, 8, 8),
          LocalDate.of(2018, 8, 15));

  private static final int CARDS_A_DAY = 100;
  private static final int TEST_DAYS = 7;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "a file in the format of the Fraud Detection Handbook, gzipped or not")
  private Path data;

  @Option(
      names = "--folds",
      split = ",",
      paramLabel = "DATE",
      description =
          "first days of the training weeks; default: 2018-07-25,2018-08-01,2018-08-08,2018-08-15")
  private List<LocalDate> folds = HANDBOOK_FOLDS;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Option(names = "--help", usageHelp = true, description = "print this help")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  /** What a fold, or the mean of several, came to. */
  private record Quality(double auc, double ap, double cp100) {
    Map<String, Object> facts() {
      return Map.of("auc", auc, "ap", ap, "cp100", cp100);
    }
  }

  @Override
  public Integer call() {
    FiguredPayments payments = figured();
    // All of them before the first is trained: what a fold lacks need not be waited for.
    List<EvaluationFold> splits =
        folds.stream().map(start -> EvaluationFold.of(start, payments)).toList();
    Map<LocalDate, Quality> qualities = new LinkedHashMap<>();
    for (EvaluationFold split : splits) {
      qualities.put(split.start(), quality(split, payments));
    }
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(json ? Json.line(facts(qualities)) : table(qualities));
    printer.flush();
    return 0;
  }

  private FiguredPayments figured() {
    Instant first = EvaluationFold.start(Collections.min(folds));
    Instant before = EvaluationFold.end(Collections.max(folds));
    FiguredPayments payments = new FiguredPayments();
    progress("sending the payments before %s through the topology ...".formatted(before));
    try (KnownPayments known = KnownPayments.ofHandbook(data, before)) {
      long sent =
          FeaturePass.standard()
              .run(
                  known,
                  (payment, decision) -> {
                    if (!payment.time().isBefore(first)) {
                      payments.add(payment, decision);
                    }
                  });
      progress("%,d payments decided".formatted(sent));
    } catch (IllegalArgumentException e) {
      throw new ToolException(e.getMessage(), e);
    }
    return payments;
  }

  private Quality quality(EvaluationFold fold, FiguredPayments payments) {
    TrainingSet set = fold.trainingSet(payments);
    progress(
        "%s: %,d payments to learn from (%,d frauds), %,d to be judged by (%,d frauds)"
            .formatted(
                fold.start(),
                set.rows(),
                set.frauds(0, set.rows()),
                fold.test().size(),
                fold.test().stream().filter(test -> payments.isFraud(test.row())).count()));
    GradientBoostedScorer scorer;
    try {
      // Reasons are for people: none below a score that is never reached.
      scorer = ModelTrainer.train("fold-" + fold.start(), set, TRAINING).scorer(1);
    } catch (IllegalArgumentException e) {
      throw new ToolException("fold %s: %s".formatted(fold.start(), e.getMessage()), e);
    }
    double[] scores = new double[fold.test().size()];
    boolean[] fraud = new boolean[scores.length];
    List<CardPrecision.Scored> scored = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      EvaluationFold.TestRow test = fold.test().get(i);
      scores[i] = scorer.score(payments.features(test.row())).value();
      fraud[i] = payments.isFraud(test.row());
      scored.add(
          new CardPrecision.Scored(test.day(), payments.card(test.row()), fraud[i], scores[i]));
    }
    Ranking ranking;
    try {
      ranking = Ranking.of(scores, fraud);
    } catch (IllegalArgumentException e) {
      throw new ToolException("fold %s: %s".formatted(fold.start(), e.getMessage()), e);
    }
    return new Quality(
        ranking.auc(),
        ranking.averagePrecision(),
        CardPrecision.at(CARDS_A_DAY, TEST_DAYS, scored));
  }

  private static Quality mean(Map<LocalDate, Quality> qualities) {
    return new Quality(
        qualities.values().stream().mapToDouble(Quality::auc).average().orElseThrow(),
        qualities.values().stream().mapToDouble(Quality::ap).average().orElseThrow(),
        qualities.values().stream().mapToDouble(Quality::cp100).average().orElseThrow());
  }

  private static Map<String, Object> facts(Map<LocalDate, Quality> qualities) {
    List<Map<String, Object>> ofFolds = new ArrayList<>();
    qualities.forEach(
        (start, quality) -> {
          Map<String, Object> fold = new LinkedHashMap<>();
          fold.put("start", start.toString());
          fold.put("auc", quality.auc);
          fold.put("ap", quality.ap);
          fold.put("cp100", quality.cp100);
          ofFolds.add(fold);
        });
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("folds", ofFolds);
    facts.put("mean", mean(qualities).facts());
    return facts;
  }

  private static String table(Map<LocalDate, Quality> qualities) {
    TextTable table = new TextTable("", "AUC", "AP", "CP@100");
    qualities.forEach((start, quality) -> add(table, "Millrace, fold " + start, quality));
    add(table, "Millrace, mean", mean(qualities));
    // Fraud Detection Handbook, prequential means over its four folds.
    add(table, "published, mean: logistic regression", new Quality(.868, .623, .297));
    add(table, "published, mean: random forest", new Quality(.870, .678, .299));
    add(table, "published, mean: XGBoost", new Quality(.869, .687, .303));
    add(table, "published, mean: neural network", new Quality(.876, .675, .303));
    add(table, "published, mean: LSTM", new Quality(.876, .665, .297));
    return table.toString();
  }

  private static void add(TextTable table, String name, Quality quality) {
    table.add(name, figure(quality.auc), figure(quality.ap), figure(quality.cp100));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private void progress(String text) {
    spec.commandLine().getErr().println(text);
    spec.commandLine().getErr().flush();
  }
}
