package dev.millrace.tablewriter;

import dev.millrace.common.delivery.DatabaseOptions;
import dev.millrace.common.ingest.IngestOptions;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.JobOptions.Haste;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.job.RegistryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything this job can be told, validated.
 *
 * @param routes which topic goes into which table
 */
public record TableWriterOptions(
    JobOptions job,
    KafkaOptions kafka,
    RegistryOptions registry,
    IngestOptions input,
    DatabaseOptions database,
    List<TableRoute<?>> routes) {

  /** Name of the job. */
  public static final String JOB = "table-writer";

  private static final Option<String> TABLES_FILE =
      Option.optionalText(
          "tables.file",
          new OptionRule<>("a readable file", TableWriterOptions::isReadableFile),
          "File, where the job is submitted, that says which topic goes into which table. Left out: the one in the jar.");

  /** All options, in the order of the README. */
  public static final List<Option<?>> ALL =
      Stream.of(
              KafkaOptions.ALL,
              RegistryOptions.ALL,
              JobOptions.all(Haste.SOON),
              IngestOptions.ALL,
              DatabaseOptions.ALL,
              List.<Option<?>>of(TABLES_FILE))
          .<Option<?>>flatMap(List::stream)
          .toList();

  private static boolean isReadableFile(String path) {
    return Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path));
  }

  /**
   * The options in a program's arguments.
   *
   * @throws dev.millrace.common.job.InvalidOptionsException naming every setting that is wrong
   * @throws IllegalArgumentException naming what is wrong in the tables file
   */
  public static TableWriterOptions from(String[] args) throws IOException {
    OptionReader options = OptionReader.of(args, ALL);
    JobOptions job = JobOptions.read(JOB, Haste.SOON, options);
    KafkaOptions kafka = KafkaOptions.read(JOB, options);
    RegistryOptions registry = RegistryOptions.read(options);
    IngestOptions input = IngestOptions.read(options);
    DatabaseOptions database = DatabaseOptions.read(options);
    Optional<String> tables = options.readOptional(TABLES_FILE);
    options.finish();
    List<TableRoute<?>> routes =
        tables.isPresent() ? TableRoutes.in(Path.of(tables.get())) : TableRoutes.byDefault();
    return new TableWriterOptions(job, kafka, registry, input, database, routes);
  }
}
