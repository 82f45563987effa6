package dev.millrace.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from an array, and believes nothing that the bytes claim: a length
 * is held against what is left before anything is allocated, the items of arrays and maps against a
 * limit before the first is read, and text must be UTF-8. Not thread-safe.
 *
 * <p>Avro's own limits ({@code org.apache.avro.limits.*}, {@link
 * org.apache.avro.SystemLimitException}) do not do here. They are statics, read from system
 * properties: one setting for all jobs and libraries of a TaskManager, made by whoever starts it.
 * They hold for each collection, not for the record. And their defaults follow the heap: items that
 * take no bytes may fill a quarter of it, twice over while the list grows, which runs out of memory
 * before the limit is met.
 */
final class LimitedDecoder extends Decoder {
  private static final byte[] NOTHING = {};
  private static final char REPLACEMENT = '\uFFFD';
  private static final int LONGEST_INT_SHIFT = 28;
  private static final int LONGEST_LONG_SHIFT = 63;

  private final DecodeLimits limits;
  private byte[] bytes = NOTHING;
  private int position;
  private int itemsLeft;

  LimitedDecoder(DecodeLimits limits) {
    this.limits = requireNonNull(limits);
  }

  /** From now on reads these bytes from the given position to their end; does not copy them. */
  void reset(byte[] value, int from) {
    bytes = value;
    position = from;
    itemsLeft = limits.collectionItems();
  }

  /** Whether every byte has been read. */
  boolean isEnd() {
    return position == bytes.length;
  }

  @Override
  public int remainingBytes() {
    return bytes.length - position;
  }

  @Override
  public void readNull() {
    // takes no bytes
  }

  @Override
  public boolean readBoolean() throws InvalidBytesException {
    byte value = next();
    if (value != 0 && value != 1) {
      throw new InvalidBytesException("not-avro", "a boolean is %d, not 0 or 1".formatted(value));
    }
    return value == 1;
  }

  @Override
  public int readInt() throws InvalidBytesException {
    int value = next();
    if (value < 0) {
      value &= 0x7f;
      int shift = 7;
      int more;
      do {
        if (shift > LONGEST_INT_SHIFT) {
          throw new InvalidBytesException("not-avro", "an int is longer than 5 bytes");
        }
        more = next();
        value |= (more & 0x7f) << shift;
        shift += 7;
      } while (more < 0);
    }
    return (value >>> 1) ^ -(value & 1);
  }

  @Override
  public long readLong() throws InvalidBytesException {
    long value = next();
    if (value < 0) {
      value &= 0x7f;
      int shift = 7;
      int more;
      do {
        if (shift > LONGEST_LONG_SHIFT) {
          throw new InvalidBytesException("not-avro", "a long is longer than 10 bytes");
        }
        more = next();
        value |= (more & 0x7fL) << shift;
        shift += 7;
      } while (more < 0);
    }
    return (value >>> 1) ^ -(value & 1);
  }

  private byte next() throws InvalidBytesException {
    if (position == bytes.length) {
      throw truncated();
    }
    return bytes[position++];
  }

  @Override
  public float readFloat() throws InvalidBytesException {
    return Float.intBitsToFloat((int) littleEndian(advance(Float.BYTES), Float.BYTES));
  }

  @Override
  public double readDouble() throws InvalidBytesException {
    return Double.longBitsToDouble(littleEndian(advance(Double.BYTES), Double.BYTES));
  }

  private long littleEndian(int start, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | (bytes[start + i] & 0xff);
    }
    return value;
  }

  /**
   * A text. Bytes that are not UTF-8 are refused: replaced as Java does by default, two ids that
   * differ would be read as one.
   */
  @Override
  public String readString() throws InvalidBytesException {
    int length = length();
    int start = advance(length);
    String text = new String(bytes, start, length, UTF_8);
    // What was replaced, or was that character all along. Looking for it costs next to nothing.
    if (text.indexOf(REPLACEMENT) >= 0 && !isEncodingOf(text, start, length)) {
      throw new InvalidBytesException("invalid-utf8", "a text is not UTF-8");
    }
    return text;
  }

  private boolean isEncodingOf(String text, int start, int length) {
    byte[] encoded = text.getBytes(UTF_8);
    return Arrays.equals(encoded, 0, encoded.length, bytes, start, start + length);
  }

  /** The bytes of a text, whatever they are: they tell one text from another. */
  @Override
  public Utf8 readString(Utf8 old) throws InvalidBytesException {
    return new Utf8(copy());
  }

  @Override
  public void skipString() throws InvalidBytesException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws InvalidBytesException {
    return ByteBuffer.wrap(copy());
  }

  private byte[] copy() throws InvalidBytesException {
    int length = length();
    int start = advance(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  @Override
  public void skipBytes() throws InvalidBytesException {
    advance(length());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws InvalidBytesException {
    System.arraycopy(bytes, advance(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws InvalidBytesException {
    advance(length);
  }

  @Override
  public int readEnum() throws InvalidBytesException {
    return readInt();
  }

  @Override
  public int readIndex() throws InvalidBytesException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws InvalidBytesException {
    return block();
  }

  @Override
  public long arrayNext() throws InvalidBytesException {
    return block();
  }

  @Override
  public long readMapStart() throws InvalidBytesException {
    return block();
  }

  @Override
  public long mapNext() throws InvalidBytesException {
    return block();
  }

  /** Items in the next block of an array or map, 0 at its end. */
  private long block() throws InvalidBytesException {
    long count = readLong();
    if (count < 0) {
      blockBytes();
      count = -count;
    }
    return items(count);
  }

  @Override
  public long skipArray() throws InvalidBytesException {
    return skipBlocks();
  }

  @Override
  public long skipMap() throws InvalidBytesException {
    return skipBlocks();
  }

  /**
   * Skips the blocks that say how many bytes they have. Their items count too, so that a value is
   * not refused by one version of a reader and taken by another.
   */
  private long skipBlocks() throws InvalidBytesException {
    long count = readLong();
    while (count < 0) {
      advance(blockBytes());
      items(-count);
      count = readLong();
    }
    return items(count);
  }

  /** Bytes in a block, which follow the count of its items where that is negative. */
  private int blockBytes() throws InvalidBytesException {
    return length();
  }

  private long items(long count) throws InvalidBytesException {
    if (count < 0) { // the one number that stays negative when negated
      throw new InvalidBytesException(
          "length-invalid", "an array or map claims %d items".formatted(count));
    }
    if (count > itemsLeft) {
      throw new InvalidBytesException(
          "collection-too-long",
          "an array or map claims %d items after %d others, at most %d are read"
              .formatted(count, limits.collectionItems() - itemsLeft, limits.collectionItems()));
    }
    itemsLeft -= (int) count;
    return count;
  }

  /** A length in bytes that a value of the largest size could hold. */
  private int length() throws InvalidBytesException {
    long length = readLong();
    if (length < 0 || length > limits.recordBytes()) {
      throw new InvalidBytesException(
          "length-invalid",
          "a length of %d bytes is claimed, a value has at most %d"
              .formatted(length, limits.recordBytes()));
    }
    return (int) length;
  }

  /** Where the next {@code length} bytes begin; they count as read. */
  private int advance(int length) throws InvalidBytesException {
    int start = position;
    if (length > bytes.length - start) {
      throw truncated();
    }
    position = start + length;
    return start;
  }

  private static InvalidBytesException truncated() {
    return new InvalidBytesException(RecordDecoder.TRUNCATED, "the value ends in the middle");
  }
}
