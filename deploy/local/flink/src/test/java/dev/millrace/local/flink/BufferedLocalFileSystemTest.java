package dev.millrace.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferedLocalFileSystemTest {
  private static final int LENGTH = 3 * BufferedInputStream.SIZE + 17;

  @TempDir private Path folder;
  private Path file;
  private final Random random = new Random(1);

  @BeforeEach
  void write() throws IOException {
    byte[] content = new byte[LENGTH];
    random.nextBytes(content);
    file = Files.write(folder.resolve("state"), content);
  }

  @Test
  void isWhatFlinkReadsFilesWith() throws IOException {
    FileSystem.initialize(new Configuration(), null);
    try (FSDataInputStream in = FileSystem.get(file.toUri()).open(path())) {
      assertThat(in).isInstanceOf(BufferedInputStream.class);
    }
  }

  @Test
  void readsSeeksAndSkipsAsTheFileDoes() throws IOException {
    try (FSDataInputStream expected = FileSystem.getLocalFileSystem().open(path());
        FSDataInputStream buffered = new BufferedLocalFileSystem().open(path())) {
      for (int i = 0; i < 20_000; i++) {
        step(expected, buffered, i);
        assertThat(buffered.getPos()).as("position after step %d", i).isEqualTo(expected.getPos());
        assertThat(buffered.available()).as("step %d", i).isEqualTo(expected.available());
      }
    }
  }

  private void step(FSDataInputStream expected, FSDataInputStream buffered, int step)
      throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> {
        long position = random.nextInt(LENGTH + 1);
        expected.seek(position);
        buffered.seek(position);
      }
      case 1 -> {
        long near = Math.max(0, Math.min(LENGTH, expected.getPos() + random.nextInt(200) - 100));
        expected.seek(near);
        buffered.seek(near);
      }
      case 2 -> {
        long skipped = buffered.skip(Math.min(random.nextInt(100), expected.available()));
        expected.seek(expected.getPos() + skipped);
      }
      case 3 -> {
        byte[] some = new byte[random.nextInt(2 * BufferedInputStream.SIZE)];
        int read = buffered.read(some, 0, some.length);
        byte[] same = new byte[Math.max(0, read)];
        assertThat(expected.readNBytes(same, 0, same.length)).isEqualTo(same.length);
        assertThat(read == -1 ? new byte[0] : Arrays.copyOf(some, read))
            .as("step %d", step)
            .isEqualTo(same);
      }
      default -> assertThat(buffered.read()).as("step %d", step).isEqualTo(expected.read());
    }
  }

  @Test
  void endsWhereTheFileEnds() throws IOException {
    try (FSDataInputStream in = new BufferedLocalFileSystem().open(path())) {
      in.seek(LENGTH);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[10], 0, 10)).isEqualTo(-1);
      assertThat(in.read(new byte[LENGTH], 0, LENGTH)).isEqualTo(-1);
      assertThat(in.read(new byte[0], 0, 0)).isZero();
      assertThat(in.getPos()).isEqualTo(LENGTH);
    }
  }

  private org.apache.flink.core.fs.Path path() {
    return org.apache.flink.core.fs.Path.fromLocalFile(file.toFile());
  }
}
