package dev.millrace.sql;

import java.util.List;
import org.apache.kafka.common.header.Header;

/** A dead letter as a page of text. */
final class DeadLetterPage {
  private DeadLetterPage() {}

  static String of(DeadLetter letter) {
    StringBuilder page = new StringBuilder();
    line(page, "id", letter.id());
    line(page, "job", letter.job());
    line(page, "stage", letter.stage());
    line(page, "reason", letter.reason());
    line(page, "detail", letter.detail());
    line(page, "source", letter.source());
    line(page, "record time", letter.recordTime());
    line(page, "recorded at", letter.recordedAt());
    line(page, "replayed at", letter.replayedAt() == null ? "not yet" : letter.replayedAt());
    line(
        page,
        "intact",
        letter.intact()
            ? "yes"
            : "no: key, value or a header was cut or masked; it cannot be replayed");
    line(page, "key", ReadableBytes.of(letter.keyBytes()));
    headers(page, letter);
    value(page, letter.valueBytes());
    return page.toString();
  }

  private static void headers(StringBuilder page, DeadLetter letter) {
    List<Header> headers;
    try {
      headers = letter.headers();
    } catch (IllegalArgumentException e) {
      line(page, "headers", "unreadable: " + e.getMessage());
      return;
    }
    int attempt = ReplayHeaders.attemptOf(headers);
    line(page, "attempt", attempt == 0 ? "not a replay" : "refused after replay " + attempt);
    if (headers.isEmpty()) {
      line(page, "headers", "none");
    }
    for (Header header : headers) {
      line(page, "header", header.key() + " = " + ReadableBytes.of(header.value()));
    }
  }

  private static void value(StringBuilder page, byte[] value) {
    if (value == null) {
      line(page, "value", "null");
      return;
    }
    line(page, "value", value.length == 1 ? "1 byte" : value.length + " bytes");
    page.append(HexDump.of(value));
  }

  private static void line(StringBuilder page, String name, String value) {
    page.append("%-12s %s\n".formatted(name, Printable.of(value)));
  }
}
