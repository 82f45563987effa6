package dev.millrace.recommendations.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.delivery.DropDuplicates;
import dev.millrace.recommendations.RecommendationsOptions.Recommending;
import dev.millrace.recommendations.domain.Click;
import dev.millrace.recommendations.domain.Lesson;
import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.Neighbours;
import dev.millrace.recommendations.domain.Session;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.StateBootstrapTransformation;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What the job would know after a day of a large shop, written as a savepoint of the job: sessions
 * of {@value #CLICKS} clicks with their ids, and items that each know as many neighbours as the job
 * keeps. Names of items and categories are those of {@code scripts/simulate shop}.
 *
 * @param items items, in categories of {@value #ITEMS_PER_CATEGORY}
 * @param sessions sessions, all within the retention
 * @param now end of the day, milliseconds since 1970
 */
public record PastShop(int items, long sessions, long now) implements Serializable {
  static final int CLICKS = 5;
  private static final int ITEMS_PER_CATEGORY = 50;
  private static final int BRANDS = 17;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long BETWEEN_CLICKS = Duration.ofSeconds(30).toMillis();
  private static final double STAYS_IN_CATEGORY = 0.6;

  // No session of the simulator has such a name: those of this day are over.
  private static final String SESSION = "past-session-";
  private static final String ITEM = "item-";

  /** A value for each key, by the key's number. */
  private interface Value<T> extends Serializable {
    T of(long number);
  }

  /**
   * Adds the job's state to what the environment is to execute.
   *
   * @param env with RocksDB state; it must not reuse objects
   * @param folder of the savepoint, empty or absent
   * @param maxParallelism as the job's option
   */
  public void write(
      StreamExecutionEnvironment env, Recommending options, int maxParallelism, String folder) {
    SessionRules rules = options.sessions();
    Subjects subjects = options.subjects();
    SavepointWriter.newSavepoint(env, maxParallelism)
        .withOperator(
            OperatorIdentifier.forUid("drop-duplicates"),
            state(env, sessions, SESSION, new Ids(options.duplicateRetention())))
        .withOperator(
            OperatorIdentifier.forUid("follow-session"),
            state(
                env,
                sessions,
                SESSION,
                new Each<>(
                    FollowSession.state(rules.retention()), number -> session(number, rules))))
        .withOperator(
            OperatorIdentifier.forUid("learn-neighbours"),
            state(
                env,
                items,
                Questions.ITEM_KEY + ITEM,
                new Each<>(
                    LearnNeighbours.state(subjects.retention()),
                    number -> neighbours(number, subjects))))
        .withOperator(
            OperatorIdentifier.forUid("rank-answers"),
            state(
                env,
                sessions,
                SESSION,
                new Each<>(
                    RankAnswers.answered(rules.retention()),
                    number -> clickedAt(number, CLICKS - 1))))
        .write(folder);
  }

  private static StateBootstrapTransformation<Long> state(
      StreamExecutionEnvironment env,
      long keys,
      String prefix,
      KeyedStateBootstrapFunction<String, Long> function) {
    return OperatorTransformation.bootstrapWith(env.fromSequence(0, keys - 1))
        .keyBy(number -> prefix + number, Types.STRING)
        .transform(function);
  }

  private Session session(long number, SessionRules rules) {
    SplittableRandom random = new SplittableRandom(number);
    Session session = Session.EMPTY;
    String variant = rules.variants().of(SESSION + number).name();
    long item = popular(random);
    for (int i = 0; i < CLICKS; i++) {
      long time = clickedAt(number, i);
      session = session.answered(time, time, variant).with(click(item, time, i), rules.bots());
      item = near(item, random);
    }
    return session;
  }

  private long clickedAt(long session, int click) {
    return now - DAY + (long) (1.0 * DAY * session / sessions) + click * BETWEEN_CLICKS;
  }

  private Neighbours neighbours(long item, Subjects subjects) {
    SplittableRandom random = new SplittableRandom(item);
    int capacity = subjects.learning().capacity();
    Set<Long> others = new HashSet<>();
    while (others.size() < capacity) {
      others.add(near(item, random));
    }
    List<Lesson> lessons = new ArrayList<>();
    for (long other : others) {
      Click click = click(other, now, 0);
      lessons.add(new Lesson("", click.item(), click.group(), (float) random.nextDouble(0.001, 1)));
    }
    return Neighbours.NONE
        .visited(subjects.learning().forget())
        .with(Lessons.of(lessons), capacity);
  }

  private Click click(long item, long time, int position) {
    return Click.of(
        ITEM + item,
        "category-" + item / ITEMS_PER_CATEGORY,
        "brand-" + item % BRANDS,
        time,
        position,
        1,
        true);
  }

  /** Small numbers more often: as the square of an even draw. */
  private int popular(SplittableRandom random) {
    double draw = random.nextDouble();
    return (int) (draw * draw * items);
  }

  /** An item of the same category, or a popular one. */
  private long near(long item, SplittableRandom random) {
    if (random.nextDouble() >= STAYS_IN_CATEGORY) {
      return popular(random);
    }
    long shelf = item / ITEMS_PER_CATEGORY * ITEMS_PER_CATEGORY;
    return shelf + random.nextLong(Math.min(ITEMS_PER_CATEGORY, items - shelf));
  }

  /** The one value of each key. */
  private static final class Each<T> extends KeyedStateBootstrapFunction<String, Long> {
    private static final long serialVersionUID = 1L;

    private final ValueStateDescriptor<T> descriptor;
    private final Value<T> value;
    private transient ValueState<T> state;

    Each(ValueStateDescriptor<T> descriptor, Value<T> value) {
      this.descriptor = requireNonNull(descriptor);
      this.value = requireNonNull(value);
    }

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(Long number, Context context) throws Exception {
      state.update(value.of(number));
    }
  }

  /** The ids of a session's clicks. */
  private static final class Ids extends KeyedStateBootstrapFunction<String, Long> {
    private static final long serialVersionUID = 1L;

    private final Duration remembered;
    private transient MapState<String, Boolean> seen;

    Ids(Duration remembered) {
      this.remembered = requireNonNull(remembered);
    }

    @Override
    public void open(OpenContext context) {
      seen = getRuntimeContext().getMapState(DropDuplicates.state(remembered));
    }

    @Override
    public void processElement(Long number, Context context) throws Exception {
      for (int i = 0; i < CLICKS; i++) {
        seen.put(SESSION + number + "-" + i, true);
      }
    }
  }
}
