package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FlinkMemoryTest {
  @Test
  void flinkAnswersInTwoLines() {
    FlinkMemory memory =
        FlinkMemory.parse(
            """
            INFO  [] - Loading configuration property
            BASH_JAVA_UTILS_EXEC_RESULT:-Xmx448m -Xms448m
            BASH_JAVA_UTILS_EXEC_RESULT:-D a=1 -D b=2
            """);
    assertThat(memory.jvmOptions()).containsExactly("-Xmx448m", "-Xms448m");
    assertThat(memory.arguments()).containsExactly("-D", "a=1", "-D", "b=2");
  }

  @Test
  void anythingElseIsShown() {
    assertThatThrownBy(() -> FlinkMemory.parse("no such option"))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("no such option");
  }
}
