package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresBinariesTest {
  @Test
  void theArchiveIsNamedAfterSystemAndProcessor() {
    assertThat(PostgresBinaries.archive("Linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
    assertThat(PostgresBinaries.archive("Linux", "aarch64"))
        .isEqualTo("/postgres-linux-arm_64.txz");
    assertThat(PostgresBinaries.archive("Mac OS X", "x86_64"))
        .isEqualTo("/postgres-darwin-x86_64.txz");
  }

  @Test
  void thisMachinesArchiveIsOnTheClassPath() {
    String name =
        PostgresBinaries.archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    assertThat(PostgresBinaries.class.getResource(name)).isNotNull();
  }
}
