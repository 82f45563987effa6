package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.ingest.Received;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.FraudScoringOptions;
import dev.millrace.fraud.FraudScoringTopology;
import dev.millrace.fraud.FraudScoringTopology.Inputs;
import dev.millrace.fraud.JobDecisions;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Sends payments of the past through the job's own topology, in a Flink of this process, and hands
 * out the decisions in the order of the payments: what is trained on and evaluated is what the job
 * computes.
 *
 * <p>A day of payments is let in when all labels that become known until the end of that day have
 * reached their terminals, and the next day's labels when it is decided. So a label is there up to
 * a day before it would be known: the topology looks at payments older than the label delay only,
 * whatever it knows of newer ones. One task each keeps every payment and label in its order, so two
 * passes give the same figures; but for payments with a device, which take a step more and may
 * reach their terminal after ones that were sent behind them.
 */
public final class FeaturePass {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final DecisionPolicy known;
  private final FraudScoringOptions.Scoring scoring;
  private final Duration labelDelay;

  /** Takes a decision; called by one thread, in the order of the payments. */
  @FunctionalInterface
  public interface Decided {
    void accept(KnownPayment payment, FraudDecision decision);
  }

  /**
   * A pass through the topology with these settings.
   *
   * @param known the rules and models that decide
   */
  public FeaturePass(DecisionPolicy known, FraudScoringOptions.Scoring scoring) {
    this.known = requireNonNull(known);
    this.scoring = requireNonNull(scoring);
    this.labelDelay = scoring.labelDelay();
  }

  /** A pass with the job's default settings, without rules and models: for the figures alone. */
  public static FeaturePass standard() {
    return new FeaturePass(DecisionPolicy.none(), scoring(Map.of()));
  }

  /**
   * The job's settings for a pass.
   *
   * @param settings those that are not as usual, by the job's names
   * @throws dev.millrace.common.job.InvalidOptionsException naming every setting that is wrong
   */
  public static FraudScoringOptions.Scoring scoring(Map<String, String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                // Nothing connects to either.
                "-Dkafka.bootstrap-servers=127.0.0.1:9",
                "-Dschema-registry.url=http://127.0.0.1:9",
                // Months pass in minutes, and what is remembered is looked through again and again.
                "-Dstate.duplicate-retention=60 s",
                // By the clock of the machine, too: long enough for every label delay.
                "-Dstate.idle-retention=3650 d"));
    settings.forEach((key, value) -> arguments.add("-D%s=%s".formatted(key, value)));
    return FraudScoringOptions.from(arguments.toArray(String[]::new)).scoring();
  }

  /**
   * Sends all payments and waits for their decisions.
   *
   * @param payments in the order of time
   * @return how many there were
   * @throws IllegalArgumentException if the payments are not in the order of time
   * @throws ToolException if the topology fails, or decides a payment twice or not at all
   */
  public long run(Iterator<KnownPayment> payments, Decided decided) {
    Matching matching = new Matching(decided);
    try (PassedStream<Transaction> paymentStream = new PassedStream<>();
        PassedStream<FraudLabel> labelStream = new PassedStream<>();
        PassedStream<FraudRule> noRules = new PassedStream<>();
        PassedStream<FraudModel> noModels = new PassedStream<>();
        CollectedDecisions decisions = CollectedDecisions.into(matching::take)) {
      StreamExecutionEnvironment env = environment();
      FraudScoringTopology.build(
              new Inputs(
                  paymentStream.source(env, "payments", Transaction.class),
                  labelStream.source(env, "labels", FraudLabel.class),
                  noRules.source(env, "rules", FraudRule.class),
                  noModels.source(env, "models", FraudModel.class)),
              JobDecisions.with(known, scoring),
              scoring)
          .sinkTo(decisions.sink())
          .uid("decisions")
          .name("decisions");
      // No change of them is to come.
      noRules.sendWatermark(Long.MAX_VALUE);
      noModels.sendWatermark(Long.MAX_VALUE);
      JobClient job = env.executeAsync("fraud figures");
      CompletableFuture<Void> end =
          job.getJobExecutionResult()
              .handle(
                  (result, failure) -> {
                    decisions.end(failure);
                    paymentStream.end();
                    labelStream.end();
                    return null;
                  });
      long sent = new Sending(paymentStream, labelStream, decisions, matching).send(payments);
      job.cancel().get();
      end.get();
      matching.requireAllDecided(sent);
      return sent;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    } catch (ExecutionException | CompletionException e) {
      throw new ToolException("the topology failed: " + rootCause(e).getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // what Flink declares when a job is started
      throw new ToolException("the topology cannot be started: " + rootCause(e).getMessage(), e);
    }
  }

  private static StreamExecutionEnvironment environment() {
    Configuration flink = new Configuration();
    // More than one would let payments of a terminal overtake each other.
    flink.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    // Every day waits for what it sent last.
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
    return StreamExecutionEnvironment.createLocalEnvironment(1, flink);
  }

  /**
   * Puts decisions and payments together. A payment with a device takes a step more than others, so
   * that decisions may come out in another order than their payments went in.
   */
  static final class Matching {
    private final Decided decided;
    private final Queue<KnownPayment> undecided = new ConcurrentLinkedQueue<>();
    private final Map<String, FraudDecision> early = new HashMap<>();

    Matching(Decided decided) {
      this.decided = decided;
    }

    void sent(KnownPayment payment) {
      undecided.add(payment);
    }

    /** Called by one thread. */
    void take(FraudDecision decision) {
      if (early.put(decision.getTransactionId(), decision) != null) {
        throw new ToolException("decided twice: " + decision.getTransactionId());
      }
      KnownPayment next = undecided.peek();
      while (next != null) {
        FraudDecision itsOwn = early.remove(next.payment().getTransactionId());
        if (itsOwn == null) {
          return;
        }
        undecided.remove();
        decided.accept(next, itsOwn);
        next = undecided.peek();
      }
    }

    /** That each payment was decided, and only once; to be asked when all decisions are there. */
    void requireAllDecided(long sent) {
      if (!undecided.isEmpty()) {
        throw new ToolException(
            "%d of %d payments were not decided, the first is %s"
                .formatted(
                    undecided.size(), sent, undecided.element().payment().getTransactionId()));
      }
      // A second decision waits for its payment as an early one does, and in vain.
      if (!early.isEmpty()) {
        throw new ToolException(
            "%d decisions are left over when each payment has one, such as of %s"
                .formatted(early.size(), early.keySet().iterator().next()));
      }
    }
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The progress of one pass. */
  private final class Sending {
    private final PassedStream<Transaction> payments;
    private final PassedStream<FraudLabel> labels;
    private final CollectedDecisions decisions;
    private final Matching matching;
    private final Queue<FraudLabel> labelsToCome = new ArrayDeque<>();
    private long sentPayments;
    private long sentLabels;

    Sending(
        PassedStream<Transaction> payments,
        PassedStream<FraudLabel> labels,
        CollectedDecisions decisions,
        Matching matching) {
      this.payments = payments;
      this.labels = labels;
      this.decisions = decisions;
      this.matching = matching;
    }

    long send(Iterator<KnownPayment> all) throws InterruptedException {
      KnownPayment next = all.hasNext() ? all.next() : null;
      while (next != null) {
        long day = Math.floorDiv(next.time().toEpochMilli(), DAY) * DAY;
        sendLabels(day + DAY);
        everywhere(day);
        while (next != null && next.time().toEpochMilli() < day + DAY) {
          send(next);
          KnownPayment following = all.hasNext() ? all.next() : null;
          requireOrder(next, following);
          next = following;
        }
        everywhere(day + DAY - 1);
      }
      return sentPayments;
    }

    private void send(KnownPayment payment) throws InterruptedException {
      matching.sent(payment);
      payments.send(received(payment.payment(), "payments", sentPayments++));
      labelsToCome.add(payment.label(labelDelay));
    }

    private void sendLabels(long before) throws InterruptedException {
      while (!labelsToCome.isEmpty()
          && labelsToCome.element().getEventTime().toEpochMilli() < before) {
        labels.send(received(labelsToCome.remove(), "labels", sentLabels++));
      }
    }

    /** Waits until all that was sent has gone through every step. */
    private void everywhere(long time) throws InterruptedException {
      payments.sendWatermark(time);
      labels.sendWatermark(time);
      decisions.awaitWatermark(time);
    }

    private void requireOrder(KnownPayment payment, KnownPayment following) {
      if (following != null && following.time().isBefore(payment.time())) {
        throw new IllegalArgumentException(
            "payments must be in the order of time, got %s at %s after %s"
                .formatted(
                    following.payment().getTransactionId(), following.time(), payment.time()));
      }
    }
  }

  private static <T extends SpecificRecordBase> Received<T> received(
      T record, String topic, long offset) {
    return new Received<>(record, new Source(topic, 0, offset), Instant.EPOCH.toEpochMilli());
  }
}
