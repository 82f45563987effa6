package dev.millrace.simulator;

import dev.millrace.console.StackState;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.TraceHeaders;
import dev.millrace.simulator.shop.ClickFile;
import dev.millrace.simulator.shop.Mishaps;
import dev.millrace.simulator.shop.ShopRun;
import dev.millrace.simulator.shop.Shoppers;
import dev.millrace.simulator.shop.SyntheticShop;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends what shoppers do, shows them what is recommended, and waits for it if asked to. */
@Command(
    name = "shop",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends what shoppers do: from files of Diginetica or Serenade (--data), else synthetic sessions"
          + " without end, with companions of each item, tastes that drift, trends and flash sales.",
      "Ends when all is sent, or with --await when the newest interaction of each session is answered."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all sent, and with --await the newest interaction of each session is answered, nothing"
          + " bought or hidden shown again",
      "1:not so; the last line says why",
      "2:wrong options"
    })
final class ShopCommand implements Callable<Integer> {
  private static final int DEFAULT_ITEMS = 2_000;
  private static final int DEFAULT_IMPRESSIONS = 5;
  // A recommendation has no more items.
  private static final int MOST_IMPRESSIONS = 20;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
  private static final int FEWEST_SESSIONS = 200;
  private static final int MOST_SESSIONS = 1_000_000;
  private static final int SECONDS_PER_CLICK = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      split = ",",
      paramLabel = "FILE",
      description =
          "Replay these files, gzipped or not: in the order of their times, at the pace asked for.")
  private List<Path> data = List.of();

  @ArgGroup private final PaceOptions pace = new PaceOptions();

  /** How fast to send; one way only. */
  private static final class PaceOptions {
    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Interactions per second, in an open loop. Default: 200.")
    private double rate = 200;

    @Option(names = "--fast", description = "As fast as the broker takes them.")
    private boolean fast;

    Pace pace() {
      return fast ? new Pace.Fast() : new Pace.Steady(rate);
    }
  }

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after this many interactions, impressions not counted.")
  private Optional<Long> count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Synthetic: the same seed gives the same sessions. Default: from the clock.")
  private Optional<Long> seed;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Synthetic: items, a multiple of 50 from 100. Default: 2000.")
  private Optional<Integer> items;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description =
          "Synthetic: sessions that go on at a time; the job takes those for bots that make more than three interactions a second. Default: 200, and with --rate 5 for each interaction a second.")
  private Optional<Integer> sessions;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      description = "Send this share of the interactions twice. Default: 0.")
  private double duplicates;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      description =
          "Behind this share of the interactions send one more that is ten minutes old. Default: 0.")
  private double late;

  @Option(
      names = "--sampled",
      paramLabel = "N",
      description =
          "Every Nth interaction belongs to a trace that its sender records, and says so in a"
              + " header traceparent. Default: none does.")
  private long sampled;

  @Option(
      names = "--await",
      description =
          "Read what is recommended, show it to the shoppers, wait for the last and measure.")
  private boolean await;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "With --await: give up when no recommendation came for so long. Default: 1m.")
  private Optional<Duration> timeout;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "With --await: leave what is due so soon after the start out of the latency. Default: 0s.")
  private Optional<Duration> warmUp;

  @Option(
      names = "--impressions",
      paramLabel = "N",
      description =
          "With --await: impressions of a recommendation, from its first place on, sent before the session's next interaction. Default: 5.")
  private Optional<Integer> impressions;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka. Default: the local stack's.")
  private Optional<String> bootstrapServers;

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description = "The schema registry's Confluent API. Default: the local stack's.")
  private Optional<String> registry;

  @Override
  public Integer call() {
    requireSoundOptions();
    Endpoints endpoints = Endpoints.of(stack(), bootstrapServers, registry);
    Optional<Duration> patience =
        await ? Optional.of(timeout.orElse(DEFAULT_TIMEOUT)) : Optional.empty();
    long theSeed = seed.orElseGet(() -> Clock.systemUTC().instant().getEpochSecond());
    ShopRun run =
        new ShopRun(
            endpoints,
            pace.pace(),
            count.orElse(Long.MAX_VALUE),
            new Mishaps(theSeed, duplicates, late),
            warmUp.orElse(Duration.ZERO),
            patience,
            impressions.orElse(DEFAULT_IMPRESSIONS),
            new TraceHeaders(sampled));
    try (Interruption interruption = new Interruption()) {
      interruption.onInterrupt(run::stop);
      ShopReport report = new ShopReport(run.send(shoppers(theSeed)), patience);
      // Before the process may end: it waits for nothing that comes after this.
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? report.json() : report.text());
      out.flush();
      Optional<String> complaint = report.complaint();
      complaint.ifPresent(line -> spec.commandLine().getErr().println("simulate: " + line));
      return complaint.isEmpty() ? 0 : 1;
    }
  }

  private Shoppers shoppers(long theSeed) {
    return data.isEmpty()
        ? new SyntheticShop(
            theSeed, items.orElse(DEFAULT_ITEMS), sessions.orElseGet(this::sessionsOfPeople))
        : ClickFile.open(data);
  }

  /** So many that none clicks faster than a person. */
  private int sessionsOfPeople() {
    return pace.fast
        ? FEWEST_SESSIONS
        : Math.max(FEWEST_SESSIONS, (int) Math.min(pace.rate * SECONDS_PER_CLICK, MOST_SESSIONS));
  }

  private void requireSoundOptions() {
    require(
        pace.fast || (pace.rate > 0 && !Double.isInfinite(pace.rate)),
        "--rate must be above 0, is " + pace.rate);
    require(
        count.isEmpty() || count.get() >= 1, "--count must be 1 or more, is " + count.orElse(0L));
    int itemCount = items.orElse(DEFAULT_ITEMS);
    require(
        itemCount >= 100 && itemCount % 50 == 0,
        "--items must be a multiple of 50 from 100, is " + itemCount);
    require(
        sessions.isEmpty() || sessions.get() >= 1,
        "--sessions must be 1 or more, is " + sessions.orElse(0));
    requireShare("--duplicates", duplicates);
    requireShare("--late", late);
    require(sampled >= 0, "--sampled must be 0 or more, is " + sampled);
    require(
        !await || !data.isEmpty() || count.isPresent(), "--await needs an end: --count or --data");
    require(timeout.isEmpty() || !timeout.get().isZero(), "--timeout must be above 0");
    requireSynthetic("--items", items.isPresent());
    requireSynthetic("--sessions", sessions.isPresent());
    requireAwait("--timeout", timeout.isPresent());
    requireAwait("--warm-up", warmUp.isPresent());
    requireAwait("--impressions", impressions.isPresent());
    require(
        impressions.isEmpty() || (impressions.get() >= 0 && impressions.get() <= MOST_IMPRESSIONS),
        "--impressions must be from 0 to %d, is %d"
            .formatted(MOST_IMPRESSIONS, impressions.orElse(0)));
  }

  private void requireSynthetic(String option, boolean given) {
    require(!given || data.isEmpty(), option + " is for synthetic sessions, not for --data");
  }

  private void requireAwait(String option, boolean given) {
    require(!given || await, option + " needs --await");
  }

  private void requireShare(String option, double share) {
    require(share >= 0 && share <= 1, "%s must be from 0 to 1, is %s".formatted(option, share));
  }

  private void require(boolean sound, String rule) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private static StackState stack() {
    return new StackState(Path.of(System.getProperty("millrace.state", ".local")));
  }
}
