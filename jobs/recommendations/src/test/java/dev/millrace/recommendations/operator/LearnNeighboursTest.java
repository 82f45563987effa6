package dev.millrace.recommendations.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.recommendations.domain.Learning;
import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LearnNeighboursTest {
  private static final Duration RETENTION = Duration.ofDays(1);
  private static final int CAPACITY = 20;

  private KeyedOneInputStreamOperatorTestHarness<String, Question, Answer> operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness(Instant.MAX);
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void answersWithWhatItHasLearned() throws Exception {
    send(question("x", 1, 1, 1, "a"));
    send(question("x", 1, 1, 1, "b"));
    send(question("y", 1, 0, 1));

    assertThat(answer(0).evidence().neighbours().items()).containsExactly("a");
    assertThat(answer(1).evidence().neighbours().items()).containsExactly("a", "b");
    assertThat(answer(1).evidence().neighbours().weights()).containsExactly(0.9f, 1f);
    assertThat(answer(1).evidence().visits()).isEqualTo(1.9);
    assertThat(answer(2).evidence().neighbours().isEmpty()).isTrue();
  }

  @Test
  void learnsWithoutBeingAsked() throws Exception {
    send(question("x", 0, 1, 1, "a"));

    assertThat(operator.extractOutputValues()).isEmpty();
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void saysWhenAnItemIsSoldOutAndWhenItIsBack() throws Exception {
    send(stock("x", Question.Stock.IN_STOCK));
    send(stock("x", Question.Stock.SOLD_OUT));
    send(stock("x", Question.Stock.SOLD_OUT));
    send(stock("x", Question.Stock.IN_STOCK));

    assertThat(operator.getSideOutput(LearnNeighbours.STOCK))
        .extracting(StreamRecord::getValue)
        // The first one, because an item that is not known may have been forgotten while sold out.
        .containsExactly(
            new StockChange("x", false, 1),
            new StockChange("x", true, 1),
            new StockChange("x", false, 1));
  }

  @Test
  void saysOnceInEachHourThatAnItemIsStillSoldOut() throws Exception {
    long hour = Duration.ofHours(1).toMillis();
    for (long time : new long[] {10, hour - 1, hour, hour + 1, 5 * hour}) {
      send(stock("x", time, Question.Stock.SOLD_OUT));
    }
    send(stock("x", 6 * hour, Question.Stock.IN_STOCK));
    send(stock("x", 7 * hour, Question.Stock.IN_STOCK));

    assertThat(operator.getSideOutput(LearnNeighbours.STOCK))
        .extracting(StreamRecord::getValue)
        .containsExactly(
            new StockChange("x", true, 10),
            new StockChange("x", true, hour),
            new StockChange("x", true, 5 * hour),
            new StockChange("x", false, 6 * hour));
  }

  @Test
  void whatWasSaidOfStockBeforeIsNoNews() throws Exception {
    send(stock("x", 20, Question.Stock.IN_STOCK));
    send(stock("x", 10, Question.Stock.SOLD_OUT));
    send(stock("x", 30, Question.Stock.SOLD_OUT));
    send(stock("x", 29, Question.Stock.IN_STOCK));

    assertThat(operator.getSideOutput(LearnNeighbours.STOCK))
        .extracting(StreamRecord::getValue)
        .containsExactly(new StockChange("x", false, 20), new StockChange("x", true, 30));
  }

  @Test
  void aTrendWeighsALateClickByItsAge() throws Exception {
    Duration halfLife = Duration.ofHours(1);
    send(trend(SubjectKind.SHOP, 2 * halfLife.toMillis(), "a"));
    send(trend(SubjectKind.SHOP, halfLife.toMillis(), "b"));
    send(trend(SubjectKind.CATEGORY, 2 * halfLife.toMillis(), "a"));
    send(trend(SubjectKind.CATEGORY, halfLife.toMillis(), "b"));

    assertThat(answer(1).evidence().neighbours().weights()).containsExactly(1, 0.5f);
    assertThat(answer(3).evidence().neighbours().weights()).containsExactly(1, 0.5f);
  }

  @Test
  void aTrendHalvesWithTheHalfLifeHoweverOftenItIsTold() throws Exception {
    long minute = Duration.ofMinutes(1).toMillis();
    send(trend(SubjectKind.SHOP, minute, "a"));
    for (int second = 1; second < 3_600; second++) {
      send(trend(SubjectKind.SHOP, minute + 1_000L * second, "b"));
    }
    send(trend(SubjectKind.SHOP, 61 * minute, "c"));

    Lessons trending = answer(3_600).evidence().neighbours();
    assertThat(trending.items()).containsExactly("a", "b", "c");
    assertThat(trending.weights()[0] / trending.weights()[2]).isCloseTo(0.5f, within(0.0001f));
  }

  @Test
  void anItemForgottenWhileSoldOutCanComeBack() throws Exception {
    send(stock("x", Question.Stock.SOLD_OUT));
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    send(stock("x", Question.Stock.IN_STOCK));

    assertThat(operator.getSideOutput(LearnNeighbours.STOCK))
        .extracting(StreamRecord::getValue)
        .containsExactly(new StockChange("x", true, 1), new StockChange("x", false, 1));
  }

  @Test
  void anItemForgottenWhileSoldOutCanComeBackThoughItHasLearnedSince() throws Exception {
    send(stock("x", Question.Stock.SOLD_OUT));
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    send(question("x", 1, 1, 1, "a"));
    send(stock("x", 2, Question.Stock.IN_STOCK));
    send(question("x", 1, 1, 1, "b"));
    send(stock("x", 3, Question.Stock.IN_STOCK));

    assertThat(operator.getSideOutput(LearnNeighbours.STOCK))
        .extracting(StreamRecord::getValue)
        .containsExactly(new StockChange("x", true, 1), new StockChange("x", false, 2));
  }

  @Test
  void whatIsFrozenIsKeptAsLongAsItIsAskedFor() throws Exception {
    operator.close();
    operator = harness(Instant.ofEpochMilli(1));
    operator.open();
    send(question("x", 1, 1, 1, "a"));
    send(question("forgotten", 1, 1, 1, "a"));
    for (int quarter = 1; quarter <= 8; quarter++) {
      operator.setStateTtlProcessingTime(quarter * RETENTION.toMillis() / 4);
      send(asking(SubjectKind.ITEM, "i:x", 1));
    }
    send(asking(SubjectKind.ITEM, "i:forgotten", 1));

    assertThat(answer(9).evidence().neighbours().items()).containsExactly("a");
    assertThat(answer(10).evidence().neighbours().isEmpty()).isTrue();
    // And what nothing is known of leaves no state now either.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void whatIsOnlyAskedIsNotKeptForThat() throws Exception {
    send(question("x", 1, 1, 1, "a"));
    send(trend(SubjectKind.SHOP, 0, "a"));
    operator.setStateTtlProcessingTime(RETENTION.toMillis() / 2);
    send(asking(SubjectKind.ITEM, "i:x", 1));
    send(asking(SubjectKind.SHOP, SubjectKind.SHOP.name(), 1));
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    send(asking(SubjectKind.ITEM, "i:x", 1));
    send(asking(SubjectKind.SHOP, SubjectKind.SHOP.name(), 1));

    assertThat(operator.extractOutputValues())
        .extracting(answer -> answer.evidence().neighbours().items().length)
        .containsExactly(1, 1, 1, 1, 0, 0);
  }

  @Test
  void aTrendDoesNotFadeWhereNobodyTeaches() throws Exception {
    Duration halfLife = Duration.ofHours(1);
    send(trend(SubjectKind.SHOP, halfLife.toMillis(), "a"));
    send(asking(SubjectKind.SHOP, SubjectKind.SHOP.name(), 1_000 * halfLife.toMillis()));

    assertThat(answer(1).evidence().neighbours().items()).containsExactly("a");
    assertThat(answer(1).evidence().neighbours().weights()).containsExactly(1);
  }

  @Test
  void takesBackAVisit() throws Exception {
    send(question("x", 1, 1, 1, "a"));
    send(question("x", 1, 1, 1, "b"));
    send(question("x", 1, -1, -1, "b"));

    assertThat(answer(2).evidence().neighbours().items()).containsExactly("a");
    assertThat(answer(2).evidence().neighbours().weights()[0]).isCloseTo(1, within(0.0001f));
    assertThat(answer(2).evidence().visits()).isCloseTo(1, within(0.0001));
  }

  @Test
  void stateIsBoundedAndGoesAway() throws Exception {
    for (int i = 0; i < 50 * CAPACITY; i++) {
      send(question("x", 1, 1, 1, "i" + i));
    }
    assertThat(operator.extractOutputValues())
        .allSatisfy(
            answer -> assertThat(answer.evidence().neighbours().items()).hasSizeLessThan(26));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();

    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    for (int i = 0; i < 100; i++) {
      send(question("y", 1, 1, 1, "a"));
    }
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void pureQuestionsLeaveNoState() throws Exception {
    send(question("unheard-of", 1, 0, 1));

    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Question, Answer> harness(
      Instant learnUntil) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new LearnNeighbours(
                new Subjects(
                    new Learning(6, 0, 0, 1, 0.1, CAPACITY),
                    Duration.ofHours(1),
                    0.1,
                    CAPACITY,
                    learnUntil,
                    RETENTION))),
        Question::key,
        Types.STRING);
  }

  private void send(Question question) throws Exception {
    operator.processElement(new StreamRecord<>(question));
  }

  private Answer answer(int number) {
    return operator.extractOutputValues().get(number);
  }

  private static Question stock(String item, Question.Stock stock) {
    return stock(item, 1, stock);
  }

  private static Question stock(String item, long time, Question.Stock stock) {
    return new Question(
        "i:" + item, SubjectKind.ITEM, item, "s", 1, 1, 1, 0, Lessons.NONE, time, stock, null);
  }

  private static Question trend(SubjectKind kind, long time, String learned) {
    return new Question(
        kind.name(),
        kind,
        "",
        "s",
        1,
        1,
        1,
        0,
        new Lessons(new String[] {learned}, new float[] {1}, new int[1]),
        time,
        Question.Stock.NOT_SAID,
        null);
  }

  private static Question asking(SubjectKind kind, String key, long time) {
    return new Question(
        key, kind, "", "s", 1, 1, 1, 0, Lessons.NONE, time, Question.Stock.NOT_SAID, null);
  }

  private static Question question(
      String item, int answers, int visits, float weight, String... learned) {
    Lessons lessons = new Lessons(learned, new float[learned.length], new int[learned.length]);
    Arrays.fill(lessons.weights(), weight);
    return new Question(
        "i:" + item,
        SubjectKind.ITEM,
        item,
        "s",
        1,
        answers,
        1,
        visits,
        lessons,
        0,
        Question.Stock.NOT_SAID,
        null);
  }
}
