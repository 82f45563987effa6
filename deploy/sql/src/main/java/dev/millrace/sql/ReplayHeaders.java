package dev.millrace.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a replay writes on a record. A record that is refused again takes these headers into its new
 * dead letter, and so its attempts can be counted.
 */
final class ReplayHeaders {
  /** How often the record was put back, as text, from 1. */
  static final String ATTEMPT = "millrace-replay-attempt";

  /** Id of the dead letter that was put back. */
  static final String OF = "millrace-replay-of";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  private ReplayHeaders() {}

  /**
   * How often a record with these headers was put back, from 0. Headers may repeat and anybody may
   * write one: the highest number counts, and what is no number of up to six digits does not.
   */
  static int attemptOf(List<Header> headers) {
    return headers.stream()
        .filter(header -> header.key().equals(ATTEMPT) && header.value() != null)
        .map(header -> new String(header.value(), UTF_8))
        .filter(text -> NUMBER.matcher(text).matches())
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }

  /**
   * The record's headers in their order, those of an earlier replay left out, and behind them those
   * of this one.
   *
   * @param attempt from 1
   * @param letter id of the dead letter
   */
  static List<Header> added(List<Header> headers, int attempt, String letter) {
    List<Header> all = new ArrayList<>();
    for (Header header : headers) {
      if (!header.key().equals(ATTEMPT) && !header.key().equals(OF)) {
        all.add(header);
      }
    }
    all.add(new RecordHeader(ATTEMPT, String.valueOf(attempt).getBytes(UTF_8)));
    all.add(new RecordHeader(OF, letter.getBytes(UTF_8)));
    return List.copyOf(all);
  }
}
