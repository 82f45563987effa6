package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Released versions and samples never change: records written with them lie in topics. */
class ReleasedFilesTest {
  private static final String LIST = "released.sha256";

  @ParameterizedTest
  @MethodSource("dev.millrace.schemas.SchemaFiles#schemasAndSamples")
  void isListedAndUnchanged(String file) throws IOException {
    assertThat(released())
        .as(
            "%s is not in schemas/%s; to release it: (cd schemas && sha256sum %s >> %s)",
            file, LIST, file, LIST)
        .containsKey(file);
    assertThat(hash(file))
        .as("%s changed after its release; restore it and add a new version instead", file)
        .isEqualTo(released().get(file));
  }

  @Test
  void nothingReleasedIsGone() throws IOException {
    assertThat(SchemaFiles.schemasAndSamples())
        .as("files listed in schemas/%s must stay: replays read them", LIST)
        .containsAll(released().keySet());
  }

  private static Map<String, String> released() {
    return SchemaFiles.text(LIST)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(" +", 2))
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
  }

  private static String hash(String file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Files.readAllBytes(SchemaFiles.path(file))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot happen: every JDK has SHA-256", e);
    }
  }
}
