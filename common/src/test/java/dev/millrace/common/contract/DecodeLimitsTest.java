package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeLimitsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 0 |  0 |    1 | recordBytes must be at least 1, not 0",
        " 1 | -1 |    1 | collectionItems must be at least 0, not -1",
        " 1 |  0 |    0 | schemaDepth must be from 1 to 1000, not 0",
        " 1 |  0 | 1001 | schemaDepth must be from 1 to 1000, not 1001"
      })
  void refusesWhatIsNoLimit(int recordBytes, int collectionItems, int depth, String message) {
    assertThatThrownBy(() -> new DecodeLimits(recordBytes, collectionItems, depth))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void takesTheEndsOfTheRanges() {
    assertThatNoException().isThrownBy(() -> new DecodeLimits(1, 0, 1));
    assertThatNoException()
        .isThrownBy(() -> new DecodeLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1_000));
  }
}
