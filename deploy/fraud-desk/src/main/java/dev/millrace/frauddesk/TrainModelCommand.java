package dev.millrace.frauddesk;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.FraudScoringOptions;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.fraud.model.ModelFile;
import dev.millrace.payments.FraudDecision;
import dev.millrace.simulator.payments.WorldSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train-fraud-model}: from payments whose truth is known to a model file. */
@Command(
    name = "train-fraud-model",
    sortOptions = false,
    description = "Trains a model on figures that the job's own topology computes.")
final class TrainModelCommand implements Callable<Integer> {
  private static final LocalDate FIRST_SIMULATED_DAY = LocalDate.of(2026, 1, 1);

  private static final int DEFAULT_CARDS = 2_000;
  private static final double DEFAULT_FRAUD_SHARE = 0.009;

  /** Of labels, and more of cards and terminals. */
  private static final Duration SIMULATED_HISTORY = Duration.ofDays(7);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private From from;

  /** Where the payments come from; one way only. */
  private static final class From {
    @Option(
        names = "--data",
        paramLabel = "FILE",
        description = "a file in the format of the Fraud Detection Handbook, gzipped or not")
    private Path data;

    @Option(
        names = "--simulate",
        paramLabel = "N",
        description =
            "this many of the simulator's payments; those of the label delay and a week more are history only")
    private Long simulate;
  }

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "with --data: first day to learn from; what is before is history only")
  private LocalDate firstDay;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "with --from: days to learn from; default: to the end of the file")
  private Integer days;

  @Option(
      names = "--label-delay",
      paramLabel = "TIME",
      description = "scoring.label-delay of the job, such as 14d; default: 7d")
  private String labelDelay;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "scoring.currency of the job; default: EUR")
  private String currency;

  @Option(
      names = "--rates",
      paramLabel = "RATES",
      description = "scoring.rates of the job, such as 'HUF 0.0026; JPY 0.0062'; default: none")
  private String rates;

  @Option(names = "--seed", paramLabel = "N", description = "of payments and trees; default: 1")
  private int seed = 1;

  @Option(
      names = "--cards",
      paramLabel = "N",
      description = "with --simulate: cards of the world; default: 2000")
  private Integer cards;

  @Option(
      names = "--fraud-share",
      paramLabel = "X",
      description = "with --simulate: about this share is fraud; default: 0.009")
  private Double fraudShare;

  @Option(names = "--trees", paramLabel = "N", description = "default: 100")
  private int trees = TrainingOptions.DEFAULT.trees();

  @Option(names = "--depth", paramLabel = "N", description = "default: 6")
  private int depth = TrainingOptions.DEFAULT.depth();

  @Option(names = "--threads", paramLabel = "N", description = "default: 2")
  private int threads = TrainingOptions.DEFAULT.threads();

  @Option(
      names = "--version",
      required = true,
      paramLabel = "NAME",
      description = "name of the model, unique for ever")
  private String version;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the file to write; must not be there yet")
  private Path out;

  @Option(names = "--help", usageHelp = true, description = "print this help")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    require(days == null || firstDay != null, "--days needs --from");
    require(from.data != null || firstDay == null, "--from is for --data, not for --simulate");
    require(from.data == null || cards == null, "--cards is for --simulate, not for --data");
    require(
        from.data == null || fraudShare == null, "--fraud-share is for --simulate, not for --data");
    require(days == null || days >= 1, "--days must be 1 or more, is " + days);
    require(!Files.exists(out), "--out must not be there yet, is " + out);
    require(
        Files.isDirectory(out.toAbsolutePath().getParent()),
        "--out must be in a folder that is there, is " + out);
    require(!version.isBlank(), "--version must not be blank");
    require(
        !version.equals(BundledModel.champion().getModelVersion()),
        "--version must be new, is that of the model in the job's jar: " + version);
    TrainingOptions options;
    FraudScoringOptions.Scoring scoring;
    try {
      options = options();
      scoring = scoring();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage().replaceAll("\\s+", " "), e);
    }
    TrainingSet set = new TrainingSet(List.of(Feature.values()), scoring.figures().parameters());
    long passed = pass(set, scoring);
    spec.commandLine()
        .getErr()
        .printf("%,d payments decided, %,d to learn from; training ...%n", passed, set.rows());
    ModelFile model;
    try {
      model = ModelTrainer.train(version, set, options);
      model.write(out);
    } catch (IllegalArgumentException e) {
      throw new ToolException(e.getMessage(), e);
    } catch (IOException e) {
      throw new ToolException("%s cannot be written: %s".formatted(out, e.getMessage()), e);
    }
    PrintWriter printer = spec.commandLine().getOut();
    Map<String, Object> facts = facts(model);
    if (json) {
      printer.print(Json.line(facts));
    } else {
      facts.forEach((name, value) -> printer.printf("%-18s %s%n", name, value));
    }
    printer.flush();
    return 0;
  }

  private FraudScoringOptions.Scoring scoring() {
    Map<String, String> settings = new HashMap<>();
    settings.put("scoring.label-delay", labelDelay);
    settings.put("scoring.currency", currency);
    settings.put("scoring.rates", rates);
    settings.values().removeIf(Objects::isNull);
    return FeaturePass.scoring(settings);
  }

  private long pass(TrainingSet set, FraudScoringOptions.Scoring scoring) {
    Instant learnFrom = learnFrom(scoring.labelDelay());
    try (KnownPayments payments = payments()) {
      return new FeaturePass(DecisionPolicy.none(), scoring)
          .run(
              payments,
              (payment, decision) -> {
                if (!payment.time().isBefore(learnFrom)) {
                  set.add(figures(decision), payment.fraud(), payment.time());
                }
              });
    } catch (IllegalArgumentException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  private KnownPayments payments() {
    if (from.data != null) {
      return KnownPayments.ofHandbook(
          from.data, days == null ? Instant.MAX : start(firstDay.plusDays(days)));
    }
    int cardCount = cards == null ? DEFAULT_CARDS : cards;
    return KnownPayments.ofSimulator(
        seed,
        new WorldSize(cardCount, Math.multiplyExact(cardCount, 2)),
        FIRST_SIMULATED_DAY,
        from.simulate,
        fraudShare == null ? DEFAULT_FRAUD_SHARE : fraudShare);
  }

  private Instant learnFrom(Duration delay) {
    if (from.data != null) {
      return firstDay == null ? Instant.MIN : start(firstDay);
    }
    return start(FIRST_SIMULATED_DAY).plus(delay).plus(SIMULATED_HISTORY);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Features figures(FraudDecision decision) {
    Features figures = Features.none();
    for (Feature feature : Feature.values()) {
      figures.set(feature, decision.getFeatures().get(feature.key()));
    }
    return figures;
  }

  private TrainingOptions options() {
    TrainingOptions usual = TrainingOptions.DEFAULT;
    return new TrainingOptions(
        trees,
        depth,
        usual.learningRate(),
        usual.minChildWeight(),
        usual.lambda(),
        usual.rowShare(),
        usual.featureShare(),
        usual.ensembles(),
        usual.validationShare(),
        seed,
        threads,
        usual.reviewFrom(),
        usual.declineFrom());
  }

  private Map<String, Object> facts(ModelFile model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", model.version());
    facts.put("file", out.toString());
    facts.put("trees", model.trees().size());
    facts.put("learned from", model.training().rows());
    facts.put("frauds", model.training().frauds());
    facts.put("from", model.training().from().toString());
    facts.put("to", model.training().to().toString());
    facts.put("auc", model.validation().auc());
    facts.put("average precision", model.validation().averagePrecision());
    facts.put("review precision", model.validation().review().precision());
    facts.put("review recall", model.validation().review().recall());
    facts.put("decline precision", model.validation().decline().precision());
    facts.put("decline recall", model.validation().decline().recall());
    return facts;
  }

  private void require(boolean holds, String text) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), text);
    }
  }
}
