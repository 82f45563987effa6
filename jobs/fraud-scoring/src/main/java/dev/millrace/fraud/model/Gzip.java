package dev.millrace.fraud.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The compressed form in which a model travels. The same bytes in give the same bytes out. */
final class Gzip {

  /** A hundred times a usual model: what a small record may unfold to. */
  private static final int MOST_BYTES = 64 << 20;

  private Gzip() {}

  static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  static byte[] decompress(byte[] compressed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      byte[] bytes = gzip.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidModelException(
            "content must be at most %d bytes without compression, got more".formatted(MOST_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new InvalidModelException(
          "content must be compressed by gzip, but: " + e.getMessage(), e);
    }
  }
}
