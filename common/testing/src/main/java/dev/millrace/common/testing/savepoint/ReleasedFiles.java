package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The list of files that never change, with their hashes, in the format of {@code sha256sum}.
 *
 * @param list the list; the names in it are relative to its folder
 */
record ReleasedFiles(Path list) {

  ReleasedFiles {
    requireNonNull(list);
  }

  /** What is wrong with these files, each in a line. */
  List<String> complaints(List<Path> files) {
    Map<String, String> hashes = hashes();
    List<String> complaints = new ArrayList<>();
    for (Path file : files) {
      String released = hashes.remove(name(file));
      if (released == null) {
        complaints.add("%s is not in %s".formatted(file, list));
      } else if (!released.equals(hash(file))) {
        complaints.add("%s changed after its release; restore it".formatted(file));
      }
    }
    hashes.keySet().forEach(name -> complaints.add("%s is gone; restore it".formatted(path(name))));
    return complaints;
  }

  /** Adds files to the list. */
  void add(List<Path> files) throws IOException {
    Map<String, String> hashes = Files.exists(list) ? hashes() : new TreeMap<>();
    files.forEach(file -> hashes.put(name(file), hash(file)));
    Files.write(
        list,
        hashes.entrySet().stream().map(file -> file.getValue() + "  " + file.getKey()).toList());
  }

  private Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    try {
      Files.readAllLines(list).stream()
          .map(line -> line.split(" +", 2))
          .forEach(parts -> hashes.put(parts[1], parts[0]));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + list, e);
    }
    return hashes;
  }

  private Path path(String name) {
    return list.resolveSibling(name);
  }

  private String name(Path file) {
    return path("").relativize(file).toString();
  }

  private static String hash(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot happen: every JDK has SHA-256", e);
    }
  }
}
