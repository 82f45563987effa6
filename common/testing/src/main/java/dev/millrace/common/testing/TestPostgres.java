package dev.millrace.common.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.postgres.PostgresBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for one test: a free port on 127.0.0.1, its own data in a temporary folder, an
 * empty database {@code millrace}. It can be stopped and started again on the same port and data,
 * to play an outage. Unless it is {@link #startDurable durable}, nothing is synced to disk: it
 * survives {@link #stop}, not a power cut.
 *
 * <pre>{@code
 * try (TestPostgres db = TestPostgres.start()) {
 *   Connection connection = DriverManager.getConnection(db.url(), db.user(), db.password());
 * }
 * }</pre>
 */
public final class TestPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String USER = "postgres";
  private static final String PASSWORD = "test-owner";
  private static final String DATABASE = "millrace";

  private static final List<String> HASTY =
      List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

  private final List<String> settings;
  private final Path programs;
  private final Path folder;
  private final int port;
  private final Thread stopAtExit = new Thread(this::close, "stop-postgres");
  private Process server;

  private TestPostgres(List<String> settings, Path programs, Path folder, int port) {
    this.settings = List.copyOf(settings);
    this.programs = requireNonNull(programs);
    this.folder = requireNonNull(folder);
    this.port = port;
  }

  /**
   * A running database.
   *
   * @throws IllegalStateException if it does not answer within a minute; the text holds its log
   */
  public static TestPostgres start() {
    return start(HASTY);
  }

  /**
   * A running database that syncs each commit to disk, as one in production does: for measurements.
   *
   * @throws IllegalStateException as {@link #start}
   */
  public static TestPostgres startDurable() {
    return start(List.of());
  }

  private static TestPostgres start(List<String> settings) {
    try {
      TestPostgres database =
          new TestPostgres(
              settings,
              PostgresBinaries.unpackedIn(cache()),
              Files.createTempDirectory("test-postgres"),
              FreePort.find());
      Runtime.getRuntime().addShutdownHook(database.stopAtExit);
      database.initialise();
      database.startAgain();
      database.createDatabase();
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that is this user's alone, and outlives {@code mvn clean}. */
  private static Path cache() {
    String told = System.getenv("XDG_CACHE_HOME");
    Path caches =
        told == null || told.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(told);
    return caches.resolve("millrace");
  }

  /** JDBC address of the database {@code millrace}. */
  public String url() {
    return url(DATABASE);
  }

  /** The superuser. */
  public String user() {
    return USER;
  }

  /** The superuser's password. */
  public String password() {
    return PASSWORD;
  }

  /** Port on 127.0.0.1, the same after {@link #startAgain}. */
  public int port() {
    return port;
  }

  /** A new connection as the superuser. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /** Stops the database as an outage would: clients lose their connections at once. */
  public void stop() {
    if (server == null || !server.isAlive()) {
      return;
    }
    run("pg_ctl", "stop", "-D", data(), "-m", "fast", "-w", "-t", "30");
    try {
      if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the stopped database on its port and data, and waits until it answers. */
  public void startAgain() {
    if (server != null && server.isAlive()) {
      throw new IllegalStateException("the database on port %d runs already".formatted(port));
    }
    List<String> command =
        command("postgres", "-D", data(), "-p", String.valueOf(port), "-h", "127.0.0.1", "-k", "");
    command.addAll(List.of("-c", "max_connections=50"));
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    try {
      server =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  /** Stops the database and deletes its data. May be called twice. */
  @Override
  public void close() {
    stop();
    try {
      deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (Thread.currentThread() != stopAtExit) {
      try {
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
      } catch (IllegalStateException e) {
        // The JVM is ending already: the hook then finds nothing left to do.
        return;
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void initialise() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    run(
        "initdb",
        "-D",
        data(),
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        "--pwfile",
        password.toString(),
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync");
  }

  private void createDatabase() {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + DATABASE, e);
    }
  }

  private void awaitAnswer() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD)) {
        requireNonNull(connection);
        return;
      } catch (SQLException e) {
        if (!server.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException("PostgreSQL did not start, its log:\n" + logText(), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for PostgreSQL", e);
    }
  }

  private void run(String program, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(command(program, arguments))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s failed, its log:%n%s".formatted(program, logText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + program, e);
    }
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it does not see that. */
  private List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.add("unshare");
      command.add("--user");
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private Path log() {
    return folder.resolve("log");
  }

  private String logText() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "(no log: %s)".formatted(e.getMessage());
    }
  }
}
