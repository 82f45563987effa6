package dev.millrace.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir Path temporary;

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

  @Test
  void programsAreExecutableAndLinksAreLinks() throws IOException {
    Path folder = PostgresBinaries.unpackedIn(parent(), archive("18", "bin/postgres"));
    assertThat(folder).hasParent(parent());
    assertThat(folder.resolve("bin/postgres")).isExecutable().hasContent("18");
    assertThat(folder.resolve("lib/link")).isSymbolicLink().hasContent("18");
  }

  @Test
  void whatIsWholeIsLeftAlone() throws IOException {
    URL archive = archive("18", "bin/postgres");
    Path folder = PostgresBinaries.unpackedIn(parent(), archive);
    Files.setLastModifiedTime(folder.resolve("bin/postgres"), LONG_AGO);
    assertThat(PostgresBinaries.unpackedIn(parent(), archive)).isEqualTo(folder);
    assertThat(Files.getLastModifiedTime(folder.resolve("bin/postgres"))).isEqualTo(LONG_AGO);
  }

  @Test
  void whatIsHalfDeletedIsUnpackedAgain() throws IOException {
    URL archive = archive("18", "bin/postgres");
    Path folder = PostgresBinaries.unpackedIn(parent(), archive);
    Files.delete(folder.resolve("bin/postgres"));
    assertThat(PostgresBinaries.unpackedIn(parent(), archive)).isEqualTo(folder);
    assertThat(folder.resolve("bin/postgres")).hasContent("18");

    Files.delete(folder.resolve("unpacked"));
    Files.writeString(folder.resolve("bin/postgres"), "somebody else's");
    PostgresBinaries.unpackedIn(parent(), archive);
    assertThat(folder.resolve("bin/postgres")).hasContent("18");
  }

  @Test
  void aVersionDoesNotFindTheProgramsOfAnother() throws IOException {
    Path old = PostgresBinaries.unpackedIn(parent(), archive("17", "bin/postgres"));
    Path young = PostgresBinaries.unpackedIn(parent(), archive("18", "bin/postgres"));
    assertThat(old.resolve("bin/postgres")).hasContent("17");
    assertThat(young.resolve("bin/postgres")).hasContent("18");
  }

  /** As where the one before was killed in the midst of it. */
  @Test
  void whatAnotherLeftBehindIsNoHindrance() throws IOException {
    URL archive = archive("18", "bin/postgres");
    Path folder = PostgresBinaries.unpackedIn(parent(), archive);
    Path left = folder.resolveSibling(folder.getFileName() + ".new");
    Files.move(folder, left);
    Files.delete(left.resolve("unpacked"));
    PostgresBinaries.unpackedIn(parent(), archive);
    assertThat(folder.resolve("bin/postgres")).hasContent("18");
    assertThat(left).doesNotExist();
  }

  @Test
  void noEntryLeadsOutside() throws IOException {
    URL archive = archive("18", "../../postgres");
    assertThatThrownBy(() -> PostgresBinaries.unpackedIn(parent(), archive))
        .isInstanceOf(IOException.class)
        .hasMessage("an entry leads outside: ../../postgres");
    try (Stream<Path> files = Files.list(parent())) {
      assertThat(files).noneMatch(Files::isDirectory);
    }
  }

  private Path parent() {
    return temporary.resolve("programs");
  }

  /** A program, and a link to it. */
  private URL archive(String content, String name) throws IOException {
    Path file = temporary.resolve(content + ".txz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZCompressorOutputStream(Files.newOutputStream(file)))) {
      TarArchiveEntry program = new TarArchiveEntry(name);
      program.setSize(content.length());
      program.setMode(0755);
      tar.putArchiveEntry(program);
      tar.write(content.getBytes(UTF_8));
      tar.closeArchiveEntry();
      TarArchiveEntry link = new TarArchiveEntry("lib/link", TarConstants.LF_SYMLINK);
      link.setLinkName("../" + name);
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    return file.toUri().toURL();
  }
}
