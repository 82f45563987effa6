package dev.millrace.common.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT_ID = "b7ad6b7169203331";
  private static final String IDS = TRACE_ID + "-" + PARENT_ID;

  @Test
  void aSampledHeaderNamesTraceAndSpan() {
    assertThat(sampled("00-" + IDS + "-01")).isEqualTo(new Trace(TRACE_ID, PARENT_ID, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "03", "ff"})
  void otherFlagsDoNotMatter(String flags) {
    assertThat(sampled("00-" + IDS + "-" + flags)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "02", "fe"})
  void whatIsNotSampledIsLeftAlone(String flags) {
    assertThat(sampled("00-" + IDS + "-" + flags)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"01-" + IDS + "-01", "cc-" + IDS + "-01-and-more"})
  void aVersionToComeIsReadAsTheFirstOne(String header) {
    assertThat(sampled(header)).isEqualTo(new Trace(TRACE_ID, PARENT_ID, 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + IDS + "-1",
        "00-" + IDS + "-01-",
        "01-" + IDS + "-01and-more",
        "ff-" + IDS + "-01",
        "00-" + IDS + "-0x",
        "00_" + IDS + "-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT_ID + "-01",
        "00-00000000000000000000000000000000-" + PARENT_ID + "-01",
        "00-" + TRACE_ID + "-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319é-" + PARENT_ID + "-01",
      })
  void whatIsNotOfTheFormCountsAsNone(String header) {
    assertThat(sampled(header)).isNull();
  }

  @Test
  void aHeaderWithoutAValueCountsAsNone() {
    assertThat(Trace.sampled(null, 7)).isNull();
  }

  private static Trace sampled(String header) {
    return Trace.sampled(header.getBytes(UTF_8), 7);
  }
}
