package dev.millrace.sql;

import picocli.CommandLine.Command;

/** {@code dead-letters}: the records that jobs could not use. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "The records that jobs could not use, and why.",
    synopsisSubcommandLabel = "list | show ID | replay",
    subcommands = {
      ListDeadLettersCommand.class,
      ShowDeadLetterCommand.class,
      ReplayDeadLettersCommand.class
    })
final class DeadLettersCommand {}
