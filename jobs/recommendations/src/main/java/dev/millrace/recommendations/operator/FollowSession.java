package dev.millrace.recommendations.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.observe.Trace;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.state.Retention;
import dev.millrace.recommendations.domain.Click;
import dev.millrace.recommendations.domain.Session;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by session: keeps its newest clicks, and tells and asks with each interaction the items
 * that it has turned to, the category, the shop and the customer. What is merely shown tells its
 * item whether it can be bought.
 *
 * <p>An interaction that is too far behind the newest of its session becomes a dead letter. The
 * newest counts as no newer than its Kafka timestamp, which a replay brings again: by this job's
 * clock a replay could refuse what was answered before, and give other versions.
 *
 * <p>State: one {@link Session}, at most {@value Session#MAX_CLICKS} clicks and {@value
 * Session#MAX_EXCLUDED} excluded items.
 */
public final class FollowSession
    extends KeyedProcessFunction<String, Decoded<Interaction>, Question> {
  private static final long serialVersionUID = 1L;

  /** Where interactions that came too late go. */
  public static final OutputTag<DeadLetter> LATE =
      new OutputTag<>("late", new RecordType<>(DeadLetter.class));

  /** Where what came of recommendations goes. */
  public static final OutputTag<RecommendationOutcome> OUTCOMES =
      new OutputTag<>("outcomes", new RecordType<>(RecommendationOutcome.class));

  private static final String LATE_REASON = "interaction-late";

  private static final TypeInformation<Session> SESSION =
      Types.POJO(
          Session.class,
          Map.of(
              "clicks",
              Types.OBJECT_ARRAY(
                  Types.POJO(
                      Click.class,
                      Map.of(
                          "item", Types.STRING,
                          "group", Types.INT,
                          "time", Types.LONG,
                          "position", Types.INT,
                          "weight", Types.FLOAT,
                          "viewed", Types.BOOLEAN))),
              "excluded",
              RecordTypes.STRINGS,
              "newest",
              Types.LONG,
              "version",
              Types.LONG,
              "length",
              Types.INT,
              "bot",
              Types.BOOLEAN,
              "customer",
              Types.STRING,
              "variant",
              Types.STRING));

  private final SessionRules rules;
  private transient ValueState<Session> sessions;
  private transient LabelledCounter deadLetters;
  private transient Counter clicks;
  private transient Counter bots;

  public FollowSession(SessionRules rules) {
    this.rules = requireNonNull(rules);
  }

  /** What is kept of a session. */
  static ValueStateDescriptor<Session> state(Duration retention) {
    ValueStateDescriptor<Session> descriptor = new ValueStateDescriptor<>("session", SESSION);
    descriptor.enableTimeToLive(Retention.of(retention));
    return descriptor;
  }

  @Override
  public void open(OpenContext context) {
    sessions = getRuntimeContext().getState(state(rules.retention()));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    deadLetters = new LabelledCounter(metrics, Metrics.DEAD_LETTERS, "reason");
    // There from the start: an alert asks for clicks that get no recommendation.
    clicks = metrics.counter(RecommendationMetrics.CLICKS);
    bots = metrics.counter(RecommendationMetrics.BOT_SESSIONS);
  }

  @Override
  public void processElement(Decoded<Interaction> decoded, Context context, Collector<Question> out)
      throws Exception {
    Interaction interaction = decoded.value();
    Session before = requireNonNullElse(sessions.value(), Session.EMPTY);
    if (before.isLate(interaction.getEventTime().toEpochMilli(), rules.lateness().toMillis())) {
      context.output(LATE, late(decoded, before));
      deadLetters.of(LATE_REASON).inc();
      return;
    }
    if (interaction.getRecommendationVersion() != null) {
      context.output(OUTCOMES, outcome(decoded, before));
    }
    if (isAnswered(interaction.getKind())) {
      clicks.inc();
      ask(decoded, before, context, out);
    } else if (interaction.getInStock() != null) {
      out.collect(Questions.ofStock(interaction));
    }
  }

  private void ask(
      Decoded<Interaction> decoded, Session before, Context context, Collector<Question> out)
      throws IOException {
    Interaction interaction = decoded.value();
    Click click = click(interaction);
    Session after =
        follow(
            before
                .answered(
                    interaction.getEventTime().toEpochMilli(),
                    decoded.raw().timestamp(),
                    rules.variants().of(interaction.getSessionId()).name())
                .of(interaction.getCustomerId()),
            interaction.getKind(),
            click);
    if (after.bot() && !before.bot()) {
      bots.inc();
    }
    sessions.update(after);
    Trace trace =
        Trace.sampled(
            decoded.raw().header(Trace.HEADER), context.timerService().currentProcessingTime());
    new Questions(decoded, trace, click, before, after, rules).all().forEach(out::collect);
  }

  /**
   * What is merely shown says nothing of the shopper, and what is not known neither; at most that
   * the item can be bought, or not.
   */
  static boolean isAnswered(InteractionKind kind) {
    return switch (kind) {
      case VIEW, CART, PURCHASE, HIDE -> true;
      case IMPRESSION, UNKNOWN -> false;
    };
  }

  private Session follow(Session session, InteractionKind kind, Click click) {
    return switch (kind) {
      case HIDE -> session.forgetting(click.item()).excluding(click.item());
      case PURCHASE -> session.with(click, rules.bots()).excluding(click.item());
      default -> session.with(click, rules.bots());
    };
  }

  private Click click(Interaction interaction) {
    double weight =
        switch (interaction.getKind()) {
          case CART -> rules.weights().cart();
          case PURCHASE -> rules.weights().purchase();
          case HIDE -> 0;
          default -> 1;
        };
    return Click.of(
        interaction.getItemId(),
        interaction.getCategory(),
        interaction.getBrand(),
        interaction.getEventTime().toEpochMilli(),
        requireNonNullElse(interaction.getPosition(), 0),
        (float) weight,
        interaction.getKind() == InteractionKind.VIEW);
  }

  private DeadLetter late(Decoded<Interaction> decoded, Session session) {
    return DeadLetters.of(
        rules.job(),
        decoded.raw(),
        new Refusal(
            Stage.PROCESS,
            LATE_REASON,
            "event_time must be at most %d s behind the newest of its session, got %d ms behind"
                .formatted(
                    rules.lateness().toSeconds(),
                    session.newest() - decoded.value().getEventTime().toEpochMilli())));
  }

  /** Of the variant that the session was answered by last: experiments may have changed since. */
  private RecommendationOutcome outcome(Decoded<Interaction> decoded, Session session) {
    Interaction interaction = decoded.value();
    String today = rules.variants().of(interaction.getSessionId()).name();
    return RecommendationOutcome.newBuilder()
        .setInteractionId(interaction.getInteractionId())
        .setSessionId(interaction.getSessionId())
        .setRecommendationVersion(interaction.getRecommendationVersion())
        .setSlot(interaction.getRecommendationSlot())
        .setItemId(interaction.getItemId())
        .setCategory(interaction.getCategory())
        .setKind(interaction.getKind())
        .setEventTime(interaction.getEventTime())
        .setVariant(requireNonNullElse(session.variant(), today))
        .setSource(decoded.raw().source())
        .build();
  }
}
