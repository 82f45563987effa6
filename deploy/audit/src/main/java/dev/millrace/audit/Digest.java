package dev.millrace.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The first 64 bits of the SHA-256 of a record's time, key, value and headers: enough to tell two
 * records apart, small enough for millions.
 */
final class Digest {
  private final MessageDigest sha = sha();

  static long of(ConsumerRecord<byte[], byte[]> record) {
    Digest digest =
        new Digest()
            .with(Long.toString(record.timestamp()))
            .with(record.key())
            .with(record.value());
    for (Header header : record.headers()) {
      digest.with(header.key()).with(header.value());
    }
    return digest.value();
  }

  /** Adds bytes, or that there are none; where one part ends and the next begins counts. */
  Digest with(byte[] bytes) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).flip());
    if (bytes != null) {
      sha.update(bytes);
    }
    return this;
  }

  Digest with(String text) {
    return with(text.getBytes(UTF_8));
  }

  long value() {
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
