package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {

  @Test
  void theHeaderIsAZeroAndTheIdInBigEndian() {
    assertThat(WireFormat.header(0x01020384)).containsExactly(0, 1, 2, 3, 0x84);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 65_536, Integer.MAX_VALUE})
  void theIdComesBack(int id) {
    assertThat(WireFormat.schemaId(WireFormat.header(id))).isEqualTo(id);
  }

  @Test
  void aSubjectIsNamedAfterItsTopic() {
    assertThat(WireFormat.subjectOf("payments.transactions"))
        .isEqualTo("payments.transactions-value");
  }
}
