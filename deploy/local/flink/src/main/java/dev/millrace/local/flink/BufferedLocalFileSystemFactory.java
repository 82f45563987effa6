package dev.millrace.local.flink;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.local.LocalFileSystemFactory;

/** Takes the place of Flink's own for {@code file:}; Flink finds it by its service file. */
public final class BufferedLocalFileSystemFactory extends LocalFileSystemFactory {

  @Override
  public FileSystem create(URI uri) {
    return new BufferedLocalFileSystem();
  }

  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }
}
