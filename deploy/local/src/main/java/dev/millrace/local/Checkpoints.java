package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder in which Flink keeps the checkpoints of all jobs: {@code JOB_ID/chk-NUMBER}. */
record Checkpoints(Path folder) {
  private static final Pattern NAME = Pattern.compile("chk-[0-9]{1,18}");

  Checkpoints {
    requireNonNull(folder);
  }

  /** The complete checkpoints of the job that are still there, newest first. */
  List<Path> of(String jobId) {
    return completeIn(folder.resolve(jobId));
  }

  /** A savepoint or checkpoint, then the complete checkpoints of the same run before it. */
  static List<Path> fromThereBack(Path start) {
    if (!named(start)) {
      return List.of(start);
    }
    return completeIn(start.getParent()).stream()
        .filter(checkpoint -> number(checkpoint) <= number(start))
        .toList();
  }

  private static List<Path> completeIn(Path job) {
    if (!Files.isDirectory(job)) {
      return List.of();
    }
    try (Stream<Path> checkpoints = Files.list(job)) {
      return checkpoints
          .filter(Checkpoints::named)
          .filter(Checkpoints::complete)
          .sorted(Comparator.comparingLong(Checkpoints::number).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flink writes the metadata last: without it, a checkpoint or savepoint was never finished. */
  static boolean complete(Path checkpoint) {
    return Files.isRegularFile(checkpoint.resolve("_metadata"));
  }

  private static boolean named(Path checkpoint) {
    return NAME.matcher(checkpoint.getFileName().toString()).matches();
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }
}
