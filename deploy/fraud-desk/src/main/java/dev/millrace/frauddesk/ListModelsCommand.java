package dev.millrace.frauddesk;

import dev.millrace.console.TextTable;
import dev.millrace.fraud.model.InvalidModelException;
import dev.millrace.fraud.model.ModelFile;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** {@code models list}: the models, which of them decides, and revisions that the job refuses. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the models, says which of them decides, and below them revisions that the job refuses.")
final class ListModelsCommand extends ListCommand<FraudModel> {
  private static final String UNREADABLE = "-";

  ListModelsCommand() {
    super(Models.KIND);
  }

  @Override
  boolean isRetired(FraudModel model) {
    return model.getRole() == ModelRole.RETIRED;
  }

  @Override
  String table(List<FraudModel> models, PolicyHistory<FraudModel> history) {
    Optional<String> champion = Models.champion(history);
    TextTable table =
        new TextTable(
            "MODEL",
            "ROLE",
            "DECIDES",
            "AUC",
            "AP",
            "TRAINED FROM",
            "TO",
            "ROWS",
            "AUTHOR",
            "SINCE");
    for (FraudModel model : models) {
      Optional<ModelFile> file = file(model);
      table.add(
          model.getModelVersion(),
          model.getRole().name().toLowerCase(Locale.ROOT),
          champion.filter(model.getModelVersion()::equals).isPresent() ? "yes" : "no",
          text(file, one -> "%.4f".formatted(one.validation().auc())),
          text(file, one -> "%.4f".formatted(one.validation().averagePrecision())),
          text(file, one -> one.training().from().toString()),
          text(file, one -> one.training().to().toString()),
          text(file, one -> String.valueOf(one.training().rows())),
          model.getAuthor(),
          model.getEventTime());
    }
    return table + withoutChampion(champion, history);
  }

  /** What decides while no champion is on the topic; empty if one is. */
  private static String withoutChampion(
      Optional<String> champion, PolicyHistory<FraudModel> history) {
    if (champion.flatMap(history::inForce).isPresent()) {
      return "";
    }
    return "no champion is on %s: %s decides%n"
        .formatted(
            Models.KIND.topic(),
            champion
                .map(
                    version ->
                        "the model in the job's jar, %s, or with scoring.start-model=none the built-in scorer,"
                            .formatted(version))
                .orElse("the built-in scorer"));
  }

  @Override
  Map<String, Object> object(FraudModel model, PolicyHistory<FraudModel> history) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model_version", model.getModelVersion());
    object.put("revision", model.getRevision());
    object.put("role", model.getRole().name());
    object.put(
        "decides", Models.champion(history).filter(model.getModelVersion()::equals).isPresent());
    object.put("sha256", model.getSha256());
    file(model)
        .ifPresent(
            file -> {
              object.put("auc", file.validation().auc());
              object.put("average_precision", file.validation().averagePrecision());
              object.put("trained_from", file.training().from().toString());
              object.put("trained_to", file.training().to().toString());
              object.put("rows", file.training().rows());
            });
    return object;
  }

  private static String text(Optional<ModelFile> file, Function<ModelFile, String> fact) {
    return file.map(fact).orElse(UNREADABLE);
  }

  /** A retired or refused model may be one that this build does not read. */
  private static Optional<ModelFile> file(FraudModel model) {
    try {
      return Optional.of(ModelRecords.file(model));
    } catch (InvalidModelException e) {
      return Optional.empty();
    }
  }
}
