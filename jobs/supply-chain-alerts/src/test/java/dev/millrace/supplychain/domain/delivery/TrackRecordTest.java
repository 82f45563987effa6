package dev.millrace.supplychain.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackRecordTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final TrackRecord track = new TrackRecord();

  @Test
  void oldArrivalsFadeQuicklyAndSlowly() {
    track.arrived(true, 0);
    TrackRecord later = track.at(75 * DAY);

    assertThat(later.lateQuick).isCloseTo(.5, offset(1e-9));
    assertThat(later.allQuick).isCloseTo(.5, offset(1e-9));
    assertThat(later.lateSlow).isCloseTo(Math.pow(2, -75 / 365.0), offset(1e-9));
    assertThat(track.lateQuick).isEqualTo(1);
  }

  @Test
  void theOrderOfArrivalsDoesNotMatter() {
    track.arrived(true, 10 * DAY);
    track.arrived(false, 30 * DAY);
    TrackRecord other = new TrackRecord();
    other.arrived(false, 30 * DAY);
    other.arrived(true, 10 * DAY);

    assertThat(other.lateQuick).isCloseTo(track.lateQuick, offset(1e-12));
    assertThat(other.allSlow).isCloseTo(track.allSlow, offset(1e-12));
    assertThat(other.asOf).isEqualTo(track.asOf);
  }

  @Test
  void whatIsTakenOutLeavesNothing() {
    track.arrived(false, 10 * DAY);
    TrackRecord later = track.at(40 * DAY);
    later.forget(false, 10 * DAY);

    assertThat(later.allQuick).isCloseTo(0, offset(1e-12));
    assertThat(later.allSlow).isCloseTo(0, offset(1e-12));
  }

  @Test
  void fewDeliveriesAreDoubtedAndOverdueOnesAreLate() {
    assertThat(track.slowRate(.2, 8)).isCloseTo(.2, offset(1e-9));
    track.overdue = 2;
    assertThat(track.slowRate(.2, 8)).isCloseTo((2 + 1.6) / 10, offset(1e-9));
  }
}
