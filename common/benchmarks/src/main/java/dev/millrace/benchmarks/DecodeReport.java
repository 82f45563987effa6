package dev.millrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What reading and writing payments costs.
 *
 * @param versions by version of the writer, ascending
 * @param encodeNanos to write a payment of the newest version
 */
record DecodeReport(List<Decoded> versions, double encodeNanos) {

  /**
   * The cost of reading payments of one version as the newest.
   *
   * @param version the writers' version of Transaction
   * @param bytes mean length of a value
   * @param plainAvroNanos with Avro's own decoder and reader
   * @param recordDecoderNanos as a job does
   */
  record Decoded(int version, double bytes, double plainAvroNanos, double recordDecoderNanos) {
    double ratio() {
      return recordDecoderNanos / plainAvroNanos;
    }
  }

  DecodeReport {
    versions = List.copyOf(versions);
  }

  /** For a program; costs in nanoseconds per record. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("decode", versions.stream().map(DecodeReport::tree).toList());
    tree.put("encodeNs", round(encodeNanos, 1));
    return tree;
  }

  private static Map<String, Object> tree(Decoded decoded) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", decoded.version());
    tree.put("bytes", round(decoded.bytes(), 1));
    tree.put("plainAvroNs", round(decoded.plainAvroNanos(), 1));
    tree.put("recordDecoderNs", round(decoded.recordDecoderNanos(), 1));
    tree.put("ratio", round(decoded.ratio(), 3));
    return tree;
  }

  /** For a person. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text, "%-12s %8s %14s %14s %7s", "decode", "bytes", "plain Avro", "RecordDecoder", "ratio");
    for (Decoded decoded : versions) {
      line(
          text,
          "%-12s %8.0f %11.0f ns %11.0f ns %7.2f",
          "v%d to v%d".formatted(decoded.version(), DecodeCommand.NEWEST),
          decoded.bytes(),
          decoded.plainAvroNanos(),
          decoded.recordDecoderNanos(),
          decoded.ratio());
    }
    line(text, "%-12s %8s %14s %11.0f ns", "encode v" + DecodeCommand.NEWEST, "", "", encodeNanos);
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private static double round(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
