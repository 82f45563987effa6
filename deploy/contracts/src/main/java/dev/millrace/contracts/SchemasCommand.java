package dev.millrace.contracts;

import picocli.CommandLine.Command;

/** {@code schemas}: the suite's schemas and the registry. */
@Command(
    name = "schemas",
    mixinStandardHelpOptions = true,
    description = "The suite's schemas and the registry.",
    synopsisSubcommandLabel = "check | register | list | diff",
    subcommands = {
      CheckSchemasCommand.class,
      RegisterSchemasCommand.class,
      ListSchemasCommand.class,
      DiffSchemasCommand.class
    })
final class SchemasCommand {}
