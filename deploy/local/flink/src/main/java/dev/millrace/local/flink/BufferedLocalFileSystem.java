package dev.millrace.local.flink;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * The files of this machine, read with a buffer.
 *
 * <p>Flink restores state that is not compressed byte by byte, and its own {@link LocalFileSystem}
 * passes every byte on as a call of the system. Clients of object stores have buffers of their own.
 */
final class BufferedLocalFileSystem extends LocalFileSystem {

  @Override
  public FSDataInputStream open(Path file) throws IOException {
    return new BufferedInputStream(super.open(file));
  }
}
