package dev.millrace.simulator.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {

  @Test
  void everyNthRecordBelongsToATrace() {
    TraceHeaders traces = new TraceHeaders(3);

    assertThat(traces.of(6, "sim-1-6")).extracting(Header::key).containsExactly("traceparent");
    assertThat(traces.of(7, "sim-1-7")).isEmpty();
    assertThat(traces.of(8, "sim-1-8")).isEmpty();
    assertThat(traces.of(9, "sim-1-9")).hasSize(1);
  }

  @Test
  void itsIdsFollowFromTheRecords() {
    List<Header> headers = new TraceHeaders(1).of(0, "sim-1-0");

    assertThat(new String(headers.get(0).value(), US_ASCII))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(new TraceHeaders(1).of(0, "sim-1-0")).isEqualTo(headers);
    assertThat(new TraceHeaders(1).of(1, "sim-1-1")).isNotEqualTo(headers);
  }

  @Test
  void withoutItNoRecordDoes() {
    assertThat(TraceHeaders.NONE.of(0, "sim-1-0")).isEmpty();
  }
}
