package dev.millrace.frauddesk;

import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models role}: from challenger to champion, back, and out of the way. */
@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    description =
        "Gives a model another role. Of several champions the one that was made it last decides.")
final class SetModelRoleCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "VERSION",
      description = "a model on the topic, or the one in the job's jar")
  private String version;

  @Parameters(index = "1", paramLabel = "ROLE", description = "${COMPLETION-CANDIDATES}")
  private ModelRole role;

  @Mixin private ChangeOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    options.change(
        Models.KIND, version, model -> FraudModel.newBuilder(model).setRole(role).build(), spec);
    return 0;
  }
}
