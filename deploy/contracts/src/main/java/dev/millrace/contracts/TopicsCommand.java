package dev.millrace.contracts;

import picocli.CommandLine.Command;

/** {@code topics}: the suite's topics in Kafka. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "The suite's topics in Kafka, as schemas/topics.yaml wants them.",
    synopsisSubcommandLabel = "apply | list | send",
    subcommands = {ApplyTopicsCommand.class, ListTopicsCommand.class, SendRecordsCommand.class})
final class TopicsCommand {}
