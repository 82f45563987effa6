package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models put}: a model, as champion or challenger. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description =
        "Puts the model in a file: as champion it decides, as challenger it scores without effect.")
final class PutModelCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "as scripts/train-fraud-model writes it")
  private Path file;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "${COMPLETION-CANDIDATES}")
  private Role role;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  /** Roles that a model can come with. */
  private enum Role {
    CHAMPION(ModelRole.CHAMPION),
    CHALLENGER(ModelRole.CHALLENGER);

    private final ModelRole role;

    Role(ModelRole role) {
      this.role = role;
    }
  }

  @Override
  public Integer call() {
    ModelReading reading = ModelReading.of(file, role.role, Clock.systemUTC().instant());
    FraudModel model =
        reading
            .model()
            .orElseThrow(
                () ->
                    new ToolException(
                        "nothing is sent: " + String.join("; ", reading.complaints())));
    options.put(Models.KIND, model.getModelVersion(), before -> model, spec);
    return 0;
  }
}
