package dev.millrace.recommendations.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.state.Retention;
import dev.millrace.recommendations.domain.Evidence;
import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by subject (an item, a part of a category or of the shop, a customer): learns from what
 * sessions tell, and answers with the items that belong to it.
 *
 * <p>State: one {@link Neighbours} of at most 5/4 of the capacity.
 */
public final class LearnNeighbours extends KeyedProcessFunction<String, Question, Answer> {
  private static final long serialVersionUID = 1L;

  /** Items that are sold out, said again in each hour of clicks, or that can be bought again. */
  public static final OutputTag<StockChange> STOCK = new OutputTag<>("stock", StockChange.TYPE);

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static final TypeInformation<Neighbours> NEIGHBOURS =
      Types.POJO(
          Neighbours.class,
          Map.of(
              "items", RecordTypes.STRINGS,
              "weights", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO,
              "groups", PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO,
              "visits", Types.DOUBLE,
              "time", Types.LONG,
              "soldOut", Types.BOOLEAN,
              "gone", RecordTypes.STRINGS));

  private final Subjects subjects;
  private transient ValueState<Neighbours> state;

  public LearnNeighbours(Subjects subjects) {
    this.subjects = requireNonNull(subjects);
  }

  /** What is kept of a subject. */
  static ValueStateDescriptor<Neighbours> state(Duration retention) {
    ValueStateDescriptor<Neighbours> descriptor =
        new ValueStateDescriptor<>("neighbours", NEIGHBOURS);
    descriptor.enableTimeToLive(Retention.of(retention));
    return descriptor;
  }

  @Override
  public void open(OpenContext context) {
    state = getRuntimeContext().getState(state(subjects.retention()));
  }

  @Override
  public void processElement(Question question, Context context, Collector<Answer> out)
      throws Exception {
    Neighbours known = state.value();
    Neighbours before = requireNonNullElse(known, Neighbours.NONE);
    Neighbours after = learn(before, question);
    if (question.stock() != Question.Stock.NOT_SAID) {
      after = stock(before, after, question, context);
    }
    // Where nothing was said they are the same object; their arrays have no other equality.
    @SuppressWarnings("ReferenceEquality")
    boolean changed = after != before;
    if (changed || (isFrozen(question) && known != null)) {
      // What is frozen is not written otherwise, and would be forgotten while it is asked.
      state.update(after);
    }
    if (question.asks() || question.occasion() != null) {
      out.collect(answer(after, question));
    }
  }

  private boolean isFrozen(Question question) {
    return !Instant.ofEpochMilli(question.time()).isBefore(subjects.learnUntil());
  }

  private Neighbours learn(Neighbours before, Question question) {
    return switch (question.kind()) {
      case ITEM -> learn(before, question, subjects.learning().forget());
      case CUSTOMER -> learn(before, question, subjects.customerForget());
      case CATEGORY, SHOP -> learnTrend(before, question);
    };
  }

  private Neighbours learn(Neighbours before, Question question, double forget) {
    Neighbours now = question.visits() > 0 ? before.visited(forget) : before;
    Neighbours taught =
        question.lessons().isEmpty()
            ? now
            : now.with(question.lessons(), subjects.learning().capacity());
    return question.visits() < 0 ? taught.unvisited(forget) : taught;
  }

  /** Who only asks lets a trend be as it is: the order of its items does not change with time. */
  private Neighbours learnTrend(Neighbours before, Question question) {
    if (question.lessons().isEmpty()) {
      return before;
    }
    long halfLife = subjects.trendHalfLife().toMillis();
    Neighbours now = before.aged(question.time(), halfLife);
    return now.with(
        question.lessons().times(now.worth(question.time(), halfLife)),
        subjects.learning().capacity());
  }

  private static Neighbours stock(
      Neighbours before, Neighbours now, Question question, Context context) {
    // What is said holds when it is said: what comes after something newer was true once.
    if (question.time() < before.time()) {
      return now;
    }
    boolean soldOut = question.stock() == Question.Stock.SOLD_OUT;
    // An item of whose stock nothing is known may have been forgotten while it was sold out: the
    // rankers still leave it out. An item's time is that of its stock alone.
    boolean isNew = soldOut != before.soldOut() || before.time() == 0;
    // Rankers that had no room for it may have some by now, and forget what is not said again.
    boolean isDue = question.time() / HOUR != before.time() / HOUR;
    if (isNew || (soldOut && isDue)) {
      context.output(STOCK, new StockChange(question.subject(), soldOut, question.time()));
    }
    return now.soldOut(soldOut, question.time());
  }

  private Answer answer(Neighbours neighbours, Question question) {
    return new Answer(
        question.sessionId(),
        question.version(),
        question.answers(),
        new Evidence(
            question.kind(),
            question.subject(),
            question.weight(),
            neighbours.visits(),
            question.asks() ? neighbours.strongest(subjects.answerItems()) : Lessons.NONE,
            neighbours.gone()),
        question.occasion());
  }
}
