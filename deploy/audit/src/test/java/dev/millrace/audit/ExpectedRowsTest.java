package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectedRowsTest {
  private final SupplyChain clean = SampleSupplyChain.chain();
  private final AlertVersion newest = clean.versions().get(clean.versions().size() - 1);
  private final ExpectedRows expected = expected(Set.of());

  private ExpectedRows expected(Set<String> unwritten) {
    return new ExpectedRows(clean.versions(), clean.notifications(), unwritten);
  }

  @Test
  void allOfACleanRunAreThere() {
    assertThat(expected.areCurrent(clean.current())).isTrue();
    assertThat(expected.areHistory(clean.history())).isTrue();
    assertThat(expected.areNotifications(clean.notificationRows())).isTrue();
  }

  @Test
  void aRowThatIsMissingOrOlderIsOnItsWay() {
    Map<String, AlertVersion> older = new HashMap<>(clean.current());
    older.put(newest.alertId(), clean.history().get(newest.alertId() + "#1"));
    assertThat(expected.areCurrent(older)).isFalse();

    Map<String, AlertVersion> history = new HashMap<>(clean.history());
    history.remove(newest.id());
    assertThat(expected.areHistory(history)).isFalse();
    assertThat(expected.areNotifications(Map.of())).isFalse();
  }

  @Test
  void aRowThatWasRefusedIsNot() {
    Map<String, AlertVersion> history = new HashMap<>(clean.history());
    history.remove(newest.id());
    String letter = "table-writer/supply.alert_history/" + newest.place();
    assertThat(expected(Set.of(letter)).areHistory(history)).isTrue();
    assertThat(expected(Set.of(letter)).areCurrent(Map.of())).isFalse();
  }
}
