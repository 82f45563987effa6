package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FollowingTest {
  private long now;
  private int looks;
  private final Following following =
      new Following(() -> now, () -> now += Duration.ofSeconds(1).toNanos());

  @Test
  void readsOnceWhereNothingIsMissing() throws SQLException {
    assertThat(following.read(() -> ++looks, rows -> true)).isEqualTo(1);
  }

  @Test
  void waitsForARowThatIsOnItsWay() throws SQLException {
    assertThat(following.read(() -> ++looks, rows -> rows == 4)).isEqualTo(4);
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void doesNotWaitForEver() throws SQLException {
    assertThat(following.read(() -> ++looks, rows -> false)).isEqualTo(46);
  }

  @Test
  void theFirstReadingMayTakeItsTime() throws SQLException {
    Following.Reading<Integer> slow =
        () -> {
          now += looks == 0 ? Duration.ofMinutes(1).toNanos() : 0;
          return ++looks;
        };
    assertThat(following.read(slow, rows -> rows == 2)).isEqualTo(2);
  }
}
