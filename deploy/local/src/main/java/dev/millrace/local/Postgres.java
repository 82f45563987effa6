package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.postgres.PostgresBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL, durable: what it acknowledged is on the disk. */
final class Postgres implements Component {
  private static final int PRIVATE_MEBIBYTES = 128;

  private final Folders folders;
  private final Settings settings;
  private final Values values;
  private final Secrets secrets;

  Postgres(Folders folders, Settings settings, Values values) {
    this.folders = requireNonNull(folders);
    this.settings = requireNonNull(settings);
    this.values = requireNonNull(values);
    this.secrets = new Secrets(folders.secrets());
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.of("database.port", settings.port("database.port"));
  }

  @Override
  public Reserve reserve() {
    return new Reserve(
        "database.shared-buffers",
        settings.size("database.shared-buffers").plus(PRIVATE_MEBIBYTES));
  }

  @Override
  public String marker() {
    return data().toString();
  }

  private Path data() {
    return folders.data().resolve("postgres");
  }

  @Override
  public Launch prepare() {
    Path binaries = binaries();
    secrets.createMissing();
    Path conf = folders.conf().resolve("postgresql.conf");
    values.render("postgresql.conf", conf);
    values.render("pg_hba.conf", folders.conf().resolve("pg_hba.conf"));
    if (!Files.exists(data().resolve("PG_VERSION"))) {
      create(binaries);
    }
    List<String> command = asOtherThanRoot();
    command.add(binaries.resolve("bin/postgres").toString());
    command.add("-D");
    command.add(data().toString());
    command.add("-c");
    command.add("config_file=" + conf);
    // INT is PostgreSQL's fast shutdown: TERM would wait for every client to leave.
    return new Launch(command, environment(binaries), log(), "INT", 0, marker());
  }

  private Path binaries() {
    try {
      return PostgresBinaries.unpackedIn(folders.local().resolve("target"));
    } catch (IOException e) {
      throw new StackException("cannot unpack PostgreSQL: " + e.getMessage(), e);
    }
  }

  /** Made beside and moved into place: one that is half made cannot be told from a whole one. */
  private void create(Path binaries) {
    Path beside = data().resolveSibling("postgres.new");
    new FileTree(beside).delete();
    Tool.run(
        "creating the database cluster", initdb(binaries, beside), environment(binaries), folders);
    try {
      Files.move(beside, data(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> initdb(Path binaries, Path folder) {
    List<String> command = asOtherThanRoot();
    command.addAll(
        List.of(
            binaries.resolve("bin/initdb").toString(),
            "-D",
            folder.toString(),
            "-U",
            "postgres",
            "--pwfile=" + secrets.file("owner"),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C"));
    return command;
  }

  /**
   * PostgreSQL refuses to run as root; in a user namespace of its own, root is nobody in
   * particular.
   */
  private static List<String> asOtherThanRoot() {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.add("unshare");
      command.add("-U");
    }
    return command;
  }

  private static Map<String, String> environment(Path binaries) {
    return Map.of("LD_LIBRARY_PATH", binaries.resolve("lib").toString(), "LC_ALL", "C");
  }

  @Override
  public boolean ready() {
    try (Connection connection = connect("postgres")) {
      return createDatabase(connection);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean createDatabase(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = 'millrace'")) {
        if (found.next()) {
          return true;
        }
      }
      statement.execute("CREATE DATABASE millrace");
      return true;
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", secrets.password("owner"));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(settings.port("database.port"), database),
        properties);
  }

  @Override
  public Path log() {
    return folders.logs().resolve("postgres.log");
  }

  @Override
  public List<String> settings() {
    return List.of("database.shared-buffers", "database.max-connections", "database.port");
  }
}
