package dev.millrace.frauddesk;

import picocli.CommandLine.Command;

/** {@code rules}: the rules that fraud scoring goes by. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "The rules that fraud scoring goes by.",
    synopsisSubcommandLabel = "check | put | list | state | snooze | shadow-report",
    subcommands = {
      CheckRulesCommand.class,
      PutRuleCommand.class,
      ListRulesCommand.class,
      SetRuleStateCommand.class,
      SnoozeRuleCommand.class,
      ShadowReportCommand.class
    })
final class RulesCommand {}
