package dev.millrace.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 64 bits of SHA-256: enough to tell two records apart, small enough for millions. */
final class Digest {

  private Digest() {}

  static long of(byte[] bytes) {
    if (bytes == null) {
      return 0;
    }
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
