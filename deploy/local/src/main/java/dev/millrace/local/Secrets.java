package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** One random password per database role, in a file that only its owner may read. */
record Secrets(Path folder) {
  private static final List<String> ROLES = List.of("owner", "writer", "analyst");
  private static final int BYTES = 18;

  void createMissing() {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      for (String role : ROLES) {
        Path file = file(role);
        if (!Files.exists(file)) {
          byte[] random = new byte[BYTES];
          new SecureRandom().nextBytes(random);
          Files.createFile(
              file,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
          Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String role) {
    return folder.resolve(role);
  }

  String password(String role) {
    try {
      return Files.readString(file(role)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
