package dev.millrace.frauddesk;

import dev.millrace.payments.ModelRole;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code models check}: are these files models that the job would take. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says what is wrong with model files. Needs no stack.")
final class CheckModelsCommand extends CheckCommand {

  @Override
  List<String> complaints(Path file, Instant now) {
    return ModelReading.of(file, ModelRole.CHALLENGER, now).complaints();
  }
}
