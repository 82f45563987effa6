package dev.millrace.fraud.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.payments.FraudModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureSettingsTest {
  private static final FigureSettings WEEK = new FigureSettings(Duration.ofDays(7), "EUR");
  private static final FigureSettings FORTNIGHT = new FigureSettings(Duration.ofDays(14), "EUR");
  private static final FigureSettings YEN = new FigureSettings(Duration.ofDays(7), "JPY");

  @Test
  void aModelIsForTheSettingsThatItWasTrainedWith() {
    ModelFile file = Models.trainedWith(WEEK.parameters());

    assertThat(WEEK.complaint(file)).isEmpty();
    assertThat(FORTNIGHT.complaint(file))
        .hasValue(
            "training.parameters.scoring.label-delay must be that of the job, '1209600 s', got '604800 s'");
    assertThat(YEN.complaint(file))
        .hasValue("training.parameters.scoring.currency must be that of the job, 'JPY', got 'EUR'");
  }

  @Test
  void aFileThatDoesNotSayIsForAll() {
    assertThat(YEN.complaint(Models.trainedWith(Map.of()))).isEmpty();
  }

  @Test
  void ofAnotherJobIsNotLoaded() {
    FraudModel model = record(1);

    assertThat(new ModelRecords(1).trainedWith(WEEK).load(model).scorer().version())
        .isEqualTo(model.getModelVersion());
    assertThatThrownBy(() -> new ModelRecords(1).trainedWith(YEN).load(model))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'JPY', got 'EUR'");
  }

  @Test
  void theModelInTheJarIsLoadedByEveryJob() {
    assertThat(new ModelRecords(1).trainedWith(YEN).load(record(ModelRoster.START_REVISION)))
        .isNotNull();
  }

  private static FraudModel record(long revision) {
    ModelFile file = Models.trainedWith(WEEK.parameters());
    return Models.record(file.version())
        .setRevision(revision)
        .setContent(ByteBuffer.wrap(file.toGzip()))
        .build();
  }
}
