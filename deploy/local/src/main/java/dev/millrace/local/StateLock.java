package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held while the stack is changed, so that two commands do not start or stop the same things. */
final class StateLock {
  private StateLock() {}

  /** Runs the work, or fails at once if another process is at such work. */
  static void holding(Folders folders, Runnable work) {
    Path file = folders.state().resolve("lock");
    try {
      Files.createDirectories(folders.state());
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          throw new StackException(
              "another up, down, submit or stop is at work on %s; wait for it"
                  .formatted(folders.shown(folders.state())));
        }
        work.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file, e);
    }
  }
}
