package dev.millrace.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs for this operating system and processor, which come as an archive on the
 * class path.
 */
record PostgresBinaries(Path folder) {

  /** The folder with bin, lib and share, unpacked when it was not yet. */
  Path unpacked() {
    Path stamp = folder.resolve("unpacked");
    if (Files.exists(stamp)) {
      return folder;
    }
    String name = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(name)) {
      if (archive == null) {
        throw new StackException(
            "no PostgreSQL for %s on %s: %s is not on the class path; deploy/local/pom.xml has profiles for Linux and macOS on amd64 and arm64"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), name));
      }
      unpack(archive);
      Files.createFile(stamp);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL to " + folder, e);
    }
  }

  static String archive(String system, String processor) {
    String family = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    String kind =
        switch (processor) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> processor;
        };
    return "/postgres-" + family + "-" + kind + ".txz";
  }

  private void unpack(InputStream archive) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("an entry leads outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }
}
