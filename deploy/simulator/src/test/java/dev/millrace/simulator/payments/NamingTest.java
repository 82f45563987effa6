package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {
  private static final Naming NAMING = Naming.synthetic(42);

  @Test
  void namesWhatTheTopicsShow() {
    assertThat(NAMING.transactionId(17)).isEqualTo("sim-42-17");
    assertThat(NAMING.cardId(5)).isEqualTo("card-42-5");
    assertThat(NAMING.merchantId(7)).isEqualTo("merchant-42-7");
    assertThat(NAMING.deviceId(9)).isEqualTo("device-42-9");
    assertThat(Naming.handbook().transactionId(17)).isEqualTo("tx-17");
    assertThat(Naming.handbook().terminalId(3156)).isEqualTo("terminal-3156");
  }

  @Test
  void readsItsOwnIds() {
    assertThat(NAMING.transactionNumber("sim-42-17")).hasValue(17);
    assertThat(NAMING.transactionNumber("sim-42-0")).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sim-42-",
        "sim-43-17",
        "sim-42-bad-1",
        "sim-42-1x",
        "tx-17",
        "sim-42-1234567890123456789"
      })
  void leavesOtherIdsAlone(String id) {
    assertThat(NAMING.transactionNumber(id)).isEmpty();
  }
}
