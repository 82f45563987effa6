package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.alert.Alerts.command;
import static dev.millrace.supplychain.domain.alert.Alerts.port;
import static dev.millrace.supplychain.domain.alert.Alerts.raised;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.CommandKind;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.alert.ChildChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertInputTest {

  @Test
  void findingsGoByTheirSubject() {
    assertThat(AlertInput.of(port(Status.RAISED, 0)).isOfParent()).isTrue();
    assertThat(AlertInput.of(raised("PORT:P", 0, 1)).isOfParent()).isFalse();
  }

  @Test
  void childrenAreOfAParent() {
    assertThat(AlertInput.of(new ChildChange("PORT:P:LANE_DISRUPTION", 1, 1, "", 0)).isOfParent())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANE:L:K", "PORT:P:K", "CARRIER:C:K", "SUPPLIER:s:K"})
  void commandsToParents(String alertId) {
    assertThat(commandTo(alertId).isOfParent()).isTrue();
  }

  /** Of whatever type a person may write. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHIPMENT:PORT:K",
        "ORDER:o:K",
        "STOCK:s@l:K",
        "SENSOR:s:K",
        "UNKNOWN:x:K",
        "PORTS:P:K",
        "port:P:K",
        "HARBOUR:h:K"
      })
  void commandsToParts(String alertId) {
    assertThat(commandTo(alertId).isOfParent()).isFalse();
  }

  private static AlertInput commandTo(String alertId) {
    return AlertInput.of(
        ManageAlertsTest.decoded(command("c", CommandKind.RESOLVE, 0).setAlertId(alertId).build()));
  }
}
