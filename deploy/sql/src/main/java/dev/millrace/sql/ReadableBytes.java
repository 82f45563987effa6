package dev.millrace.sql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A short run of bytes on one line: as text where it is text, in hexadecimal where it is not. */
final class ReadableBytes {
  private ReadableBytes() {}

  static String of(byte[] bytes) {
    if (bytes == null) {
      return "null";
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (Printable.isPrintable(text)) {
        return '"' + text + '"';
      }
    } catch (CharacterCodingException e) {
      return hex(bytes);
    }
    return hex(bytes);
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
