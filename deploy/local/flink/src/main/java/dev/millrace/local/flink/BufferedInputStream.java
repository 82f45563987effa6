package dev.millrace.local.flink;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataInputStream;

/** Reads a file in pieces of {@value #SIZE} bytes, however small those are that are asked for. */
final class BufferedInputStream extends FSDataInputStream {
  static final int SIZE = 32 * 1024;

  private final FSDataInputStream file;
  private final byte[] buffer = new byte[SIZE];
  private int next;
  private int filled;
  // Of the byte behind the buffer: asking the file is a call of the system, too.
  private long end;

  /** A stream over a file that is at its begin. */
  BufferedInputStream(FSDataInputStream file) {
    this.file = requireNonNull(file);
  }

  @Override
  public int read() throws IOException {
    return next < filled || fill() ? buffer[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length >= SIZE && next == filled) {
      forget();
      int read = file.read(target, offset, length);
      end += Math.max(0, read);
      return read;
    }
    if (length == 0) {
      return 0;
    }
    if (next == filled && !fill()) {
      return -1;
    }
    int read = Math.min(length, filled - next);
    System.arraycopy(buffer, next, target, offset, read);
    next += read;
    return read;
  }

  private boolean fill() throws IOException {
    forget();
    filled = Math.max(0, file.read(buffer, 0, SIZE));
    end += filled;
    return filled > 0;
  }

  /** What is in the buffer is not what lies before its end any more. */
  private void forget() {
    next = 0;
    filled = 0;
  }

  @Override
  public void seek(long position) throws IOException {
    long begin = end - filled;
    if (position >= begin && position <= end) {
      next = (int) (position - begin);
      return;
    }
    file.seek(position);
    forget();
    end = position;
  }

  @Override
  public long getPos() {
    return end - (filled - next);
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (next == filled) {
      forget();
      long skipped = file.skip(bytes);
      end += skipped;
      return skipped;
    }
    int skipped = (int) Math.max(0, Math.min(bytes, filled - next));
    next += skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, (long) filled - next + file.available());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
