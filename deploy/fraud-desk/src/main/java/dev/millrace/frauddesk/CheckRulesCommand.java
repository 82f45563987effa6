package dev.millrace.frauddesk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code rules check}: are these files rules that the job would take. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says what is wrong with rule files, YAML or JSON. Needs no stack.")
final class CheckRulesCommand extends CheckCommand {

  @Override
  List<String> complaints(Path file, Instant now) {
    return RuleFile.read(file, Rules.ofTheJob(), now).complaints();
  }
}
