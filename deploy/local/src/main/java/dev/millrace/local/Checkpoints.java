package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder in which Flink keeps the checkpoints of all jobs: {@code JOB_ID/chk-NUMBER}. */
record Checkpoints(Path folder) {
  private static final Pattern NAME = Pattern.compile("chk-[0-9]{1,18}");

  Checkpoints {
    requireNonNull(folder);
  }

  /** The last complete checkpoint of the job. */
  Optional<Path> newest(String jobId) {
    Path job = folder.resolve(jobId);
    if (!Files.isDirectory(job)) {
      return Optional.empty();
    }
    try (Stream<Path> checkpoints = Files.list(job)) {
      return checkpoints
          .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .filter(Checkpoints::complete)
          .max(Comparator.comparingLong(Checkpoints::number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flink writes the metadata last: without it, a checkpoint or savepoint was never finished. */
  static boolean complete(Path checkpoint) {
    return Files.isRegularFile(checkpoint.resolve("_metadata"));
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }
}
