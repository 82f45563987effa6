package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSourcesTest {
  @TempDir private Path root;

  private Path built(String name) throws IOException {
    Path target = Files.createDirectories(root.resolve("jobs/orders/target"));
    return Files.createFile(target.resolve(name));
  }

  private JobSources sources() {
    return new JobSources(new Folders(root, root.resolve("state")));
  }

  @Test
  void theOneBuildIsTaken() throws IOException {
    Path jar = built("millrace-orders-0.2.0.jar");
    built("millrace-orders-0.2.0-tests.jar");
    built("original-millrace-orders-0.2.0.jar");
    assertThat(sources().jar("orders")).isEqualTo(jar);
  }

  @Test
  void ofTwoBuildsNoneIsTaken() throws IOException {
    built("millrace-orders-0.2.0.jar");
    built("millrace-orders-0.1.0.jar");
    assertThatThrownBy(() -> sources().jar("orders"))
        .hasMessage(
            "more than one build of orders in jobs/orders/target: millrace-orders-0.1.0.jar, millrace-orders-0.2.0.jar; delete those of older versions, or name one with --jar");
  }

  @Test
  void withoutABuildItSaysHowToMakeOne() throws IOException {
    built("millrace-orders-0.2.0-tests.jar");
    assertThatThrownBy(() -> sources().jar("orders"))
        .hasMessage(
            "no millrace-orders-*.jar in jobs/orders/target; build with: mvn package -DskipTests");
  }
}
