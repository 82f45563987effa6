package dev.millrace.recommendations.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingAnswersTest {
  private final WaitingAnswers waiting = new WaitingAnswers();

  @Test
  void answersAreKeptByInteractionInTheOrderInWhichTheyCame() {
    Answer first = answer("s", 1);
    Answer second = answer("s", 1);
    waiting.add(first);
    waiting.add(answer("s", 2));
    waiting.add(answer("t", 1));

    assertThat(waiting.add(second)).containsExactly(first, second);
    assertThat(waiting.hasOthersOf(answer("s", 2))).isTrue();
    assertThat(waiting.hasOthersOf(answer("s", 3))).isFalse();
    assertThat(waiting.hasOthersOf(answer("u", 1))).isFalse();
  }

  @Test
  void whatIsAnsweredTakesEarlierOnesOfItsSessionWithIt() {
    waiting.add(answer("s", 1));
    waiting.add(answer("s", 1));
    waiting.add(answer("s", 2));
    waiting.add(answer("s", 3));
    waiting.add(answer("t", 1));

    assertThat(waiting.removeUpTo("s", 2)).isEqualTo(2);
    assertThat(waiting.hasOthersOf(answer("s", 1))).isFalse();
    assertThat(waiting.hasOthersOf(answer("s", 2))).isFalse();
    assertThat(waiting.hasOthersOf(answer("s", 3))).isTrue();
    assertThat(waiting.hasOthersOf(answer("t", 1))).isTrue();
  }

  @Test
  void nothingIsLeftOfASessionWhoseAnswersAreComplete() {
    waiting.add(answer("s", 1));
    assertThat(waiting.size()).isEqualTo(1);

    assertThat(waiting.removeUpTo("s", 1)).isZero();
    assertThat(waiting.size()).isZero();
  }

  private static Answer answer(String session, long version) {
    return new Answer(session, version, 3, null, null);
  }
}
