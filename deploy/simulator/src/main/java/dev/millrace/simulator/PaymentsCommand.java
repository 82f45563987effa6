package dev.millrace.simulator;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.TraceHeaders;
import dev.millrace.simulator.delivery.Writing;
import dev.millrace.simulator.measure.Await;
import dev.millrace.simulator.measure.TraceFile;
import dev.millrace.simulator.payments.BadRecordMix;
import dev.millrace.simulator.payments.HandbookFile;
import dev.millrace.simulator.payments.HotCard;
import dev.millrace.simulator.payments.HotTerminal;
import dev.millrace.simulator.payments.LabelledPayments;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.PaymentEvent;
import dev.millrace.simulator.payments.PaymentStream;
import dev.millrace.simulator.payments.Span;
import dev.millrace.simulator.payments.Surroundings;
import dev.millrace.simulator.payments.SyntheticPayments;
import dev.millrace.simulator.payments.WorldSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends payments and what becomes known of them, and waits for their decisions if asked to. */
@Command(
    name = "payments",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends payments with known fraud, and fraud labels that follow them, in event-time order:"
          + " from a file in the format of the Fraud Detection Handbook (--data), else synthetic"
          + " ones without end.",
      "Ends when all is sent, or with --await when all is decided."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all sent, and with --await all decided",
      "1:not so; the last line says why",
      "2:wrong options"
    })
final class PaymentsCommand implements Callable<Integer> {
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final LocalDate FIRST_SYNTHETIC_DAY = LocalDate.of(2026, 1, 1);
  private static final int WIDEST_BAD_GAP = 100;
  private static final int DEFAULT_CARDS = 5_000;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Replay this CSV file, gzipped or not; a replay has the same ids every time.")
  private Optional<Path> data;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "First day of event time, such as 2018-07-25. Default: the file's first, and 2026-01-01"
              + " for synthetic payments.")
  private Optional<LocalDate> from;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days of event time to send. Default: to the end of the file, or endless.")
  private Optional<Integer> days;

  @ArgGroup private final PaceOptions pace = new PaceOptions();

  /** How fast to send; one way only. */
  private static final class PaceOptions {
    @Option(
        names = "--rate",
        paramLabel = "N",
        description =
            "Payments per second, in an open loop: each is sent when it is due, however the stack"
                + " responds. Default: 500.")
    private double rate = 500;

    @Option(names = "--fast", description = "As fast as the broker takes them.")
    private boolean fast;

    Pace pace() {
      return fast ? new Pace.Fast() : new Pace.Steady(rate);
    }
  }

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after this many payments. Default: the end of the data.")
  private long count = NO_LIMIT;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Synthetic: the same seed gives the same records, with the same ids. Default: a new one"
              + " from the clock.")
  private Optional<Long> seed;

  @Option(
      names = "--cards",
      paramLabel = "N",
      description = "Synthetic: number of cards; each pays about twice a day. Default: 5000.")
  private Optional<Integer> cards;

  @Option(
      names = "--terminals",
      paramLabel = "N",
      description = "Synthetic: number of terminals. Default: two per card.")
  private Optional<Integer> terminals;

  @Option(
      names = "--fraud-share",
      paramLabel = "X",
      description =
          "Synthetic: about this share of the payments is fraud, 0 to 0.5. Default: the handbook's,"
              + " about 0.009.")
  private Optional<Double> fraudShare;

  @Option(
      names = "--hot-card",
      paramLabel = "X",
      description =
          "Synthetic: this share of the payments is made with one card, 0 to 1. Default: 0.")
  private double hotCard;

  @Option(
      names = "--hot-terminal",
      paramLabel = "X",
      description =
          "Synthetic: this share of the payments is made at one online merchant, 0 to 1. Default: 0.")
  private double hotTerminal;

  @Option(
      names = {"--labels-after", "--labels"},
      paramLabel = "DURATION|none",
      converter = LabelDelay.Converter.class,
      description =
          "When the label of a payment follows, in event time; none: no labels. Labels that become"
              + " known within the days sent are sent, those of earlier payments too. Default: 7d.")
  private LabelDelay labelDelay = new LabelDelay(Optional.of(Duration.ofDays(7)));

  @Option(
      names = "--versions",
      paramLabel = "N[,N...]",
      split = ",",
      description =
          "Write the payments by turns in these released versions, as producers of different age"
              + " do. Default: the newest.")
  private List<Integer> versions = List.of();

  @Option(
      names = "--sampled",
      paramLabel = "N",
      description =
          "Every Nth payment belongs to a trace that its sender records, and says so in a header"
              + " traceparent. Default: none does.")
  private long sampled;

  @Option(
      names = "--bad",
      paramLabel = "N",
      description =
          "Mix in N malformed records, of each kind in turn; header simulator-bad names the kind.")
  private long bad;

  @Option(
      names = "--await",
      arity = "0..1",
      fallbackValue = "new",
      paramLabel = "new|all",
      description =
          "Wait for the decisions and measure them. new (when nothing is named): decisions made from"
              + " now on; all: also those of earlier runs, for a replay sent before.")
  private Optional<Await> await;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "With --await: give up when no decision came for so long. Default: 5m.")
  private Optional<Duration> timeout;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "With --await: leave payments due so soon after the start out of the latency. Default:"
              + " 0s.")
  private Optional<Duration> warmUp;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "With --await: write a CSV line for each decided payment, when it was due and when its"
              + " decision was read, in milliseconds since 1970. FILE.status says meanwhile how many"
              + " are undecided.")
  private Optional<Path> trace;

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
    long world = seed.orElseGet(() -> Clock.systemUTC().instant().getEpochSecond());
    Naming naming = data.isPresent() ? Naming.handbook() : Naming.synthetic(world);
    PrintWriter err = spec.commandLine().getErr();
    // The interruption is closed last: the process may end with it, and the trace has to be whole.
    try (Interruption interruption = new Interruption(patience());
        World payments = payments(world);
        TraceFile traceFile = trace.map(TraceFile::new).orElse(null)) {
      PaymentsRun run =
          new PaymentsRun(
              endpoints,
              naming,
              payments.surroundings(),
              new Writing(versions, new TraceHeaders(sampled)),
              pace.pace(),
              await,
              timeout.orElse(DEFAULT_TIMEOUT),
              warmUp.orElse(Duration.ZERO),
              traceFile == null ? (due, received) -> {} : traceFile,
              new Progress(err),
              interruption);
      PaymentsReport report =
          run.run(
              events(payments.stream(), world),
              data.isPresent() ? Optional.empty() : Optional.of(world));
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? report.json() : report.text());
      out.flush();
      report.complaint().ifPresent(complaint -> err.println("simulate: " + complaint));
      return report.complaint().isEmpty() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  /** Of an interrupted run with its own end. */
  private Duration patience() {
    return await.isPresent()
        ? LastDecisions.AFTER_INTERRUPTION.plus(Interruption.PATIENCE)
        : Interruption.PATIENCE;
  }

  /** Payments and their circumstances. */
  private record World(PaymentStream stream, Surroundings surroundings) implements AutoCloseable {
    @Override
    public void close() {
      stream.close();
    }
  }

  private World payments(long world) {
    if (data.isPresent()) {
      try {
        return new World(HandbookFile.open(data.get()), Surroundings.UNKNOWN);
      } catch (IOException e) {
        throw new ToolException("--data %s cannot be read: %s".formatted(data.get(), e), e);
      }
    }
    int cardCount = cards.orElse(DEFAULT_CARDS);
    WorldSize size =
        new WorldSize(
            cardCount,
            terminals.orElseGet(() -> (int) Math.min(2L * cardCount, Integer.MAX_VALUE)));
    OptionalDouble share =
        fraudShare.isPresent() ? OptionalDouble.of(fraudShare.get()) : OptionalDouble.empty();
    SyntheticPayments synthetic =
        new SyntheticPayments(world, size, from.orElse(FIRST_SYNTHETIC_DAY), share);
    PaymentStream payments = hotCard == 0 ? synthetic : new HotCard(synthetic, hotCard, world);
    return new World(
        hotTerminal == 0 ? payments : new HotTerminal(payments, hotTerminal, world),
        synthetic.surroundings());
  }

  private Iterator<PaymentEvent> events(PaymentStream payments, long world) {
    Iterator<PaymentEvent> events =
        new LabelledPayments(payments, labelDelay.afterPayment(), span(), count);
    if (bad == 0) {
      return events;
    }
    long gap = count == NO_LIMIT ? WIDEST_BAD_GAP : Math.max(1, count / (bad + 1));
    return new BadRecordMix(
        events,
        bad,
        (int) Math.min(gap, WIDEST_BAD_GAP),
        data.isPresent() ? seed.orElse(0L) : world);
  }

  private Span span() {
    if (days.isPresent()) {
      // A file may begin on any day; requireSoundOptions has asked for --from then.
      return Span.days(from.orElse(FIRST_SYNTHETIC_DAY), days.get());
    }
    return from.map(Span::since).orElseGet(Span::always);
  }

  private void requireSoundOptions() {
    require(days.isEmpty() || days.get() >= 1, "--days must be 1 or more, is " + days.orElse(0));
    require(
        data.isEmpty() || days.isEmpty() || from.isPresent(), "--data with --days needs --from");
    require(
        pace.fast || (pace.rate > 0 && !Double.isInfinite(pace.rate)),
        "--rate must be above 0, is " + pace.rate);
    require(count >= 1, "--count must be 1 or more, is " + count);
    require(
        cards.isEmpty() || cards.get() >= 1, "--cards must be 1 or more, is " + cards.orElse(0));
    require(
        terminals.isEmpty() || terminals.get() >= 1,
        "--terminals must be 1 or more, is " + terminals.orElse(0));
    require(
        fraudShare.isEmpty() || (fraudShare.get() >= 0 && fraudShare.get() <= 0.5),
        "--fraud-share must be from 0 to 0.5, is " + fraudShare.orElse(0.0));
    require(hotCard >= 0 && hotCard <= 1, "--hot-card must be from 0 to 1, is " + hotCard);
    requireSynthetic("--cards", cards.isPresent());
    requireSynthetic("--terminals", terminals.isPresent());
    requireSynthetic("--fraud-share", fraudShare.isPresent());
    requireSynthetic("--hot-card", hotCard > 0);
    require(
        hotTerminal >= 0 && hotTerminal <= 1,
        "--hot-terminal must be from 0 to 1, is " + hotTerminal);
    requireSynthetic("--hot-terminal", hotTerminal > 0);
    requireAwait("--timeout", timeout.isPresent());
    requireAwait("--warm-up", warmUp.isPresent());
    requireAwait("--trace", trace.isPresent());
    require(sampled >= 0, "--sampled must be 0 or more, is " + sampled);
    require(bad >= 0, "--bad must be 0 or more, is " + bad);
    require(
        await.isEmpty() || data.isPresent() || days.isPresent() || count != NO_LIMIT,
        "--await needs an end: --count, --days or --data");
    require(timeout.isEmpty() || !timeout.get().isZero(), "--timeout must be above 0");
    require(
        from.isEmpty() || from.get().getYear() >= 1970,
        "--from must be 1970-01-01 or later, is " + from.map(LocalDate::toString).orElse(""));
  }

  private void requireSynthetic(String option, boolean given) {
    require(!given || data.isEmpty(), option + " is for synthetic payments, not for --data");
  }

  private void requireAwait(String option, boolean given) {
    require(!given || await.isPresent(), option + " needs --await");
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
