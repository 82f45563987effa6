package dev.millrace.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for bytes that the decoder does not survive, led by the branches they take in it and in
 * Avro. For seconds in every build; {@code -Dfuzz.seconds=600} looks longer.
 */
class DecodeFuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 5);
  private static final int PATIENCE_SECONDS = 120;

  /** Stays after the test: what was found lies in it. */
  private static final Path FINDINGS = Path.of("target", "fuzz");

  @TempDir private Path folder;

  @Test
  void whateverComesIsARecordOrARefusal() throws IOException, InterruptedException {
    Path log = Files.createDirectories(FINDINGS).resolve("jazzer.log");
    Process fuzzer = fuzzer().redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(fuzzer.waitFor(SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("ends in time, see %s", log)
          .isTrue();
    } finally {
      fuzzer.destroyForcibly();
    }

    // Names the input in Base64 and the random seed.
    assertThat(fuzzer.exitValue()).as(() -> end(log)).isZero();
    assertThat(Files.readString(log, UTF_8)).containsPattern("DONE +cov: [1-9]\\d\\d");
  }

  /**
   * What was found once, so that it is never found again: put the fuzzer's Base64 here. Each as a
   * record of every version, because the number before it names another one after a release.
   */
  @Test
  void whatWasFoundStaysRepaired() throws IOException {
    int versions = DecodeFuzz.seeds().size();
    for (String found : List.of("AA==", "AxwTAAAAAAAAACAAAAAAAAAAAAAAAPn/////////AAAAgAAAdw==")) {
      byte[] input = Base64.getDecoder().decode(found);
      for (int version = 0; version < versions; version++) {
        input[0] = (byte) version;
        DecodeFuzz.fuzzerTestOneInput(input);
      }
    }
  }

  @Test
  void theSeedsAreRecords() throws IOException {
    List<byte[]> seeds = DecodeFuzz.seeds();

    for (byte[] seed : seeds) {
      DecodeFuzz.fuzzerTestOneInput(seed);
    }
    assertThat(seeds).allMatch(DecodeFuzz::isRecord);
  }

  @Test
  void thereIsASeedOfEveryVersionAndOfOneToCome() throws IOException {
    long released = 0;
    for (String record : List.of("transaction", "fraud-decision", "dead-letter")) {
      try (Stream<Path> files = Files.list(Path.of("..", "schemas", record))) {
        released += files.filter(file -> file.toString().endsWith(".avsc")).count();
      }
    }

    assertThat(DecodeFuzz.seeds()).hasSize((int) released + 1);
  }

  private ProcessBuilder fuzzer() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    int number = 0;
    for (byte[] seed : DecodeFuzz.seeds()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Jazzer.class.getName(),
        "--target_class=" + DecodeFuzz.class.getName(),
        // What takes part in decoding; the others would cost seconds before the first try.
        "--instrumentation_includes=dev.millrace.common.contract.**:org.apache.avro.io.**"
            + ":org.apache.avro.generic.GenericDatumReader",
        "--custom_hook_includes=dev.millrace.common.contract.**",
        "--reproducer_path=" + FINDINGS.toAbsolutePath(),
        "-artifact_prefix=" + FINDINGS.toAbsolutePath() + "/",
        "-max_total_time=" + SECONDS,
        corpus.toString());
  }

  private static String end(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
