package dev.millrace.sql;

/** Bytes for a person's eyes: offset, sixteen bytes in hexadecimal, and as ASCII. */
final class HexDump {
  private static final int WIDTH = 16;

  private HexDump() {}

  /** The lines of the dump, each with its line end; empty for no bytes. */
  static String of(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int start = 0; start < bytes.length; start += WIDTH) {
      line(bytes, start, dump);
    }
    return dump.toString();
  }

  private static void line(byte[] bytes, int start, StringBuilder dump) {
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = start; i < Math.min(start + WIDTH, bytes.length); i++) {
      if (i - start == WIDTH / 2) {
        hex.append(' ');
      }
      hex.append("%02x ".formatted(bytes[i]));
      text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
    }
    dump.append("%08x  %-49s |%s|\n".formatted(start, hex, text));
  }
}
