package dev.millrace.recommendations.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.observe.DecisionSpans;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.LatencyHistogram;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.state.Retention;
import dev.millrace.recommendations.domain.Evidence;
import dev.millrace.recommendations.domain.Habits;
import dev.millrace.recommendations.domain.Moment;
import dev.millrace.recommendations.domain.Popularity;
import dev.millrace.recommendations.domain.Ranker;
import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Variants;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendedItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by session: collects the answers to an interaction and makes a recommendation of them.
 *
 * <p>Guarantee: the versions of a session's recommendations grow. An interaction whose answers are
 * complete only after those of a later one is not answered any more.
 *
 * <p>State: for each session the version that was answered last, see {@link WaitingAnswers} for
 * what waits; in each subtask {@link Popularity} and {@link Habits} of the sessions that it sees,
 * which the first {@value #STORING_SUBTASKS} subtasks store; in each subtask the items that are
 * sold out, at most {@value #MAX_SOLD_OUT}. When there are so many, those go of which it was not
 * said again for the time that subjects are kept. Which ones find room depends on the order in
 * which they come, and with that on the subtask: each hears of all of them, in an order of its own.
 */
public final class RankAnswers
    extends KeyedBroadcastProcessFunction<String, Answer, StockChange, Recommendation>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** Items that are sold out: the broadcast state. */
  public static final MapStateDescriptor<String, Boolean> SOLD_OUT =
      new MapStateDescriptor<>("sold-out", Types.STRING, Types.BOOLEAN);

  /** When it was said last of each of them, milliseconds since 1970. */
  public static final MapStateDescriptor<String, Long> SOLD_OUT_SAID =
      new MapStateDescriptor<>("sold-out-said", Types.STRING, Types.LONG);

  static final int MAX_SOLD_OUT = 100_000;

  /**
   * Subtasks that store what they know of all sessions. Each subtask is given what all have stored,
   * so that it would be a gigabyte for each of hundreds; sessions are spread by a hash, so that
   * some subtasks are a sample of all.
   */
  static final int STORING_SUBTASKS = 8;

  /**
   * What a subtask knows of all its sessions together.
   *
   * @param cells of {@link Popularity}
   * @param counts of {@link Popularity}
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  public record Shared(int[] cells, float[] counts, double same, double back, double fresh) {}

  private static final TypeInformation<Shared> SHARED =
      Types.POJO(
          Shared.class,
          Map.of(
              "cells", RecordTypes.INTS,
              "counts", RecordTypes.FLOATS,
              "same", Types.DOUBLE,
              "back", Types.DOUBLE,
              "fresh", Types.DOUBLE));

  private final Variants variants;
  private final Duration retention;
  private final Duration soldOutRetention;
  private transient WaitingAnswers waiting;
  private transient ValueState<Long> answered;
  private transient ListState<Shared> stored;
  private transient Popularity popularity;
  private transient Habits habits;
  private transient LabelledCounter recommendations;
  private transient int soldOutItems;
  private transient long oldestSaid;
  private transient Counter overtaken;
  private transient Counter soldOutIgnored;
  private transient LatencyHistogram latency;
  private transient DecisionSpans spans;

  /**
   * Ranks.
   *
   * @param retention how long a session is kept without an interaction, in processing time
   * @param soldOutRetention how long an item is sold out without being said to be, if others are to
   *     take its place; in the time of interactions
   */
  public RankAnswers(Variants variants, Duration retention, Duration soldOutRetention) {
    this.variants = requireNonNull(variants);
    this.retention = requireNonNull(retention);
    this.soldOutRetention = requireNonNull(soldOutRetention);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    popularity = new Popularity();
    habits = Habits.NONE;
    // A union: each subtask goes on from the mean of what was stored, whatever their number.
    stored =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("shop", SHARED));
    List<Shared> parts = new ArrayList<>();
    stored.get().forEach(parts::add);
    for (Shared part : parts) {
      double share = 1.0 / parts.size();
      popularity.add(new Popularity.Stored(part.cells(), part.counts()), share);
      habits = habits.plus(new Habits(part.same(), part.back(), part.fresh()), share);
    }
    stored.clear(); // else it would be held until the first checkpoint
    soldOutItems = size(context.getOperatorStateStore().getBroadcastState(SOLD_OUT));
  }

  /** The version that a session was answered last. */
  static ValueStateDescriptor<Long> answered(Duration retention) {
    ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("answered", Types.LONG);
    descriptor.enableTimeToLive(Retention.of(retention));
    return descriptor;
  }

  @Override
  public void open(OpenContext context) {
    waiting = new WaitingAnswers();
    answered = getRuntimeContext().getState(answered(retention));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    recommendations =
        new LabelledCounter(metrics, RecommendationMetrics.RECOMMENDATIONS, "variant");
    // There from the start: an alert asks for clicks that get none.
    variants.all().forEach(variant -> recommendations.of(variant.name()));
    oldestSaid = Long.MIN_VALUE;
    overtaken = metrics.counter(RecommendationMetrics.ANSWERS_OVERTAKEN);
    metrics.gauge(RecommendationMetrics.SOLD_OUT_ITEMS, () -> soldOutItems);
    soldOutIgnored = metrics.counter(RecommendationMetrics.SOLD_OUT_IGNORED);
    latency = new LatencyHistogram(metrics, Metrics.DECISION_LATENCY_MS);
    spans = new DecisionSpans(metrics, RankAnswers.class);
  }

  @Override
  public void processElement(Answer answer, ReadOnlyContext context, Collector<Recommendation> out)
      throws Exception {
    if (answer.occasion() != null) {
      learn(answer.occasion().moment());
    }
    if (answer.answers() == 0) {
      return;
    }
    if (!waiting.hasOthersOf(answer) && isOvertaken(answer)) {
      overtaken.inc();
      return;
    }
    List<Answer> all = waiting.add(answer);
    if (all.size() < answer.answers()) {
      return;
    }
    overtaken.inc(waiting.removeUpTo(answer.sessionId(), answer.version()));
    answered.update(answer.version());
    Recommendation recommendation = recommend(all, context);
    recommendations.of(recommendation.getVariant()).inc();
    out.collect(recommendation);
  }

  private boolean isOvertaken(Answer answer) throws IOException {
    return answer.version() <= requireNonNullElse(answered.value(), 0L);
  }

  @Override
  public void processBroadcastElement(
      StockChange change, Context context, Collector<Recommendation> out) throws Exception {
    BroadcastState<String, Boolean> soldOut = context.getBroadcastState(SOLD_OUT);
    BroadcastState<String, Long> said = context.getBroadcastState(SOLD_OUT_SAID);
    boolean known = soldOut.contains(change.item());
    if (!known && change.soldOut() && soldOutItems >= MAX_SOLD_OUT) {
      makeRoom(change.time(), soldOut, said);
    }
    if (known && !change.soldOut()) {
      soldOut.remove(change.item());
      said.remove(change.item());
      soldOutItems--;
    } else if (change.soldOut() && (known || soldOutItems < MAX_SOLD_OUT)) {
      soldOut.put(change.item(), true);
      said.put(change.item(), change.time());
      oldestSaid = Math.min(oldestSaid, change.time());
      soldOutItems += known ? 0 : 1;
    } else if (change.soldOut()) {
      soldOutIgnored.inc();
    }
  }

  /** Drops the items that have left the shop: nobody turns to them and says that they are gone. */
  private void makeRoom(
      long now, BroadcastState<String, Boolean> soldOut, BroadcastState<String, Long> said)
      throws Exception {
    long kept = now - soldOutRetention.toMillis();
    if (oldestSaid >= kept) {
      return; // else every item without a place would be looked for among all of them
    }
    oldestSaid = now;
    List<String> dropped = new ArrayList<>();
    List<String> unsaid = new ArrayList<>();
    for (Map.Entry<String, Boolean> item : soldOut.entries()) {
      Long time = said.get(item.getKey());
      if (time == null) {
        unsaid.add(item.getKey());
      } else if (time < kept) {
        dropped.add(item.getKey());
      } else {
        oldestSaid = Math.min(oldestSaid, time);
      }
    }
    for (String item : dropped) {
      soldOut.remove(item);
      said.remove(item);
    }
    // Sold out since before times were kept.
    for (String item : unsaid) {
      said.put(item, now);
    }
    soldOutItems -= dropped.size();
  }

  private static int size(BroadcastState<String, Boolean> soldOut) throws Exception {
    int size = 0;
    for (Map.Entry<String, Boolean> ignored : soldOut.entries()) {
      size++;
    }
    return size;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() < STORING_SUBTASKS) {
      Popularity.Stored counts = popularity.stored();
      stored.update(
          List.of(
              new Shared(
                  counts.cells(), counts.counts(), habits.same(), habits.back(), habits.fresh())));
    }
  }

  private void learn(Moment moment) {
    if (moment.teaches()) {
      habits = habits.with(moment.reclick());
      if (moment.visited() != null) {
        popularity.visited(moment.visited());
      }
    }
  }

  private Recommendation recommend(List<Answer> answers, ReadOnlyContext context) throws Exception {
    List<Evidence> evidence = new ArrayList<>(answers.size());
    Occasion occasion = null;
    for (Answer answer : answers) {
      evidence.add(answer.evidence());
      occasion = answer.occasion() == null ? occasion : answer.occasion();
    }
    long now = context.timerService().currentProcessingTime();
    latency.record(now - occasion.sentAt());
    spans.report(
        occasion.trace(),
        occasion.sentAt(),
        now,
        occasion.moment().interactionId(),
        occasion.source());
    return recommendation(occasion, rank(occasion.moment(), evidence, context));
  }

  private List<RecommendedItem> rank(
      Moment moment, List<Evidence> evidence, ReadOnlyContext context) throws Exception {
    RankingSettings settings = variants.named(moment.variant()).settings();
    ReadOnlyBroadcastState<String, Boolean> soldOut = context.getBroadcastState(SOLD_OUT);
    return new Ranker(popularity, habits)
        .rank(moment, evidence, settings, item -> isSoldOut(item, soldOut));
  }

  private static boolean isSoldOut(String item, ReadOnlyBroadcastState<String, Boolean> soldOut) {
    try {
      return soldOut.contains(item);
    } catch (Exception e) {
      throw new IllegalStateException("cannot read which items are sold out", e);
    }
  }

  private static Recommendation recommendation(Occasion occasion, List<RecommendedItem> items) {
    Moment moment = occasion.moment();
    return Recommendation.newBuilder()
        .setSessionId(moment.sessionId())
        .setVersion(moment.version())
        .setInteractionId(moment.interactionId())
        .setEventTime(Instant.ofEpochMilli(moment.eventTime()))
        .setCustomerId(moment.customerId())
        .setItems(items)
        .setVariant(moment.variant())
        .setModelVersion(Ranker.VERSION)
        .setSource(occasion.source())
        .build();
  }
}
