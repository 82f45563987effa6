package dev.millrace.sql;

import dev.millrace.common.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with the migrations applied, started once per test class. */
final class MigratedDatabase implements BeforeAllCallback, AfterAllCallback {
  private TestPostgres server;
  private Path secrets;
  private List<AppliedMigration> applied;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server = TestPostgres.start();
    secrets = Files.createTempDirectory("secrets");
    Files.writeString(secrets.resolve("owner"), server.password());
    setSecret("writer", "writer's word");
    setSecret("analyst", "analyst's word");
    applied = migrate();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    server.close();
    for (String name : List.of("owner", "writer", "analyst")) {
      Files.deleteIfExists(secrets.resolve(name));
    }
    Files.delete(secrets);
  }

  /** What the first run of the migrations applied. */
  List<AppliedMigration> applied() {
    return applied;
  }

  List<AppliedMigration> migrate() {
    return new Migrations(database(), new Secrets(secrets)).apply();
  }

  Database database() {
    return Database.at(server.url());
  }

  Path secrets() {
    return secrets;
  }

  void setSecret(String role, String password) {
    try {
      Files.writeString(secrets.resolve(role), password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Connection connect(String role) {
    return database()
        .connect(role.equals("owner") ? server.user() : role, new Secrets(secrets).password(role));
  }
}
