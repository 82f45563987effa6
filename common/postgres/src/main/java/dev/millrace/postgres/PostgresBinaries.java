package dev.millrace.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs for this operating system and processor, which come as an archive on the
 * class path.
 */
public final class PostgresBinaries {
  private static final String STAMP = "unpacked";
  private static final int OWNER_EXECUTES = 0100;

  private PostgresBinaries() {}

  /**
   * A folder with bin, lib and share, unpacked when it was not yet, or is not whole any more. Its
   * name tells versions apart, so that an upgrade does not find the old programs.
   *
   * @param parent where it is to be; nobody else may be able to write there, as what lies in it is
   *     run
   * @throws IOException if there are no programs for this system on the class path, or they cannot
   *     be unpacked
   */
  public static Path unpackedIn(Path parent) throws IOException {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    String name = archive(system, processor);
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new FileNotFoundException(
          "no PostgreSQL for %s on %s: %s is not on the class path; common/postgres/pom.xml has profiles for Linux and macOS on amd64 and arm64"
              .formatted(system, processor, name));
    }
    return unpackedIn(parent, archive);
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

  /** The lock of a file keeps other processes out, the monitor other threads of this one. */
  static synchronized Path unpackedIn(Path parent, URL archive) throws IOException {
    Path folder = parent.toAbsolutePath().normalize().resolve("postgres-" + checksum(archive));
    if (isWhole(folder)) {
      return folder;
    }
    Files.createDirectories(folder.getParent());
    try (FileChannel file =
        FileChannel.open(
            folder.resolveSibling(folder.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      file.lock();
      if (!isWhole(folder)) {
        unpack(archive, folder);
      }
      return folder;
    }
  }

  private static String checksum(URL archive) throws IOException {
    try (CheckedInputStream packed = new CheckedInputStream(archive.openStream(), new CRC32())) {
      packed.transferTo(OutputStream.nullOutputStream());
      return "%08x".formatted(packed.getChecksum().getValue());
    }
  }

  /** Whoever deletes a folder and does not get to its end may leave the stamp. */
  private static boolean isWhole(Path folder) throws IOException {
    Path stamp = folder.resolve(STAMP);
    return Files.exists(stamp) && Files.readString(stamp).equals(files(folder));
  }

  /** How many files and folders there are beside the stamp. */
  private static String files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return Long.toString(files.filter(file -> !file.equals(folder.resolve(STAMP))).count());
    }
  }

  /** Beside the folder, which so is there as a whole or not at all. */
  private static void unpack(URL archive, Path folder) throws IOException {
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    delete(fresh);
    try (InputStream packed = archive.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, fresh);
      }
    }
    Files.writeString(fresh.resolve(STAMP), files(fresh));
    delete(folder);
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path folder)
      throws IOException {
    Path path = folder.resolve(entry.getName()).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException("an entry leads outside: " + entry.getName());
    }
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
    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
