package dev.millrace.frauddesk;

import picocli.CommandLine.Command;

/** {@code models}: the models that fraud scoring uses. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "The models that fraud scoring uses.",
    synopsisSubcommandLabel = "check | put | list | role",
    subcommands = {
      CheckModelsCommand.class,
      PutModelCommand.class,
      ListModelsCommand.class,
      SetModelRoleCommand.class
    })
final class ModelsCommand {}
