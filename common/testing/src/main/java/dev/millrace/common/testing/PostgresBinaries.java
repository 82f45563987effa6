package dev.millrace.common.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs that come as a Maven artifact, unpacked once per machine and user. */
final class PostgresBinaries {
  private static final int OWNER_EXECUTES = 0100;

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin/postgres} and its companions.
   *
   * @throws IOException if no binaries for this system are on the class path, or they cannot be
   *     unpacked
   */
  static Path unpacked() throws IOException {
    String archive = "/postgres-%s-%s.txz".formatted(system(), processor());
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new FileNotFoundException(
            "no PostgreSQL for this system: %s is not on the class path".formatted(archive));
      }
      Path folder = target(archive);
      if (!Files.isDirectory(folder)) {
        unpack(packed, folder);
      }
      return folder;
    }
  }

  private static Path target(String archive) throws IOException {
    // The size tells versions apart, so that an upgrade does not find the old programs.
    long size = PostgresBinaries.class.getResource(archive).openConnection().getContentLengthLong();
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "millrace-postgres-%s-%d".formatted(System.getProperty("user.name"), size));
  }

  /** Unpacks beside the target and renames, so that two test JVMs do not meet half a folder. */
  private static void unpack(InputStream packed, Path folder) throws IOException {
    Path fresh = Files.createTempDirectory("millrace-postgres-unpacking");
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, fresh);
      }
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      TestPostgres.deleteTree(fresh);
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path folder)
      throws IOException {
    Path path = folder.resolve(entry.getName()).normalize();
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    if ((entry.getMode() & OWNER_EXECUTES) != 0 && !path.toFile().setExecutable(true)) {
      throw new IOException("cannot make %s executable".formatted(path));
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String processor() {
    String name = System.getProperty("os.arch");
    return name.equals("amd64") ? "x86_64" : name.equals("aarch64") ? "arm_64" : name;
  }
}
