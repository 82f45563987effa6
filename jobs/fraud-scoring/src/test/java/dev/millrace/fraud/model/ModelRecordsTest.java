package dev.millrace.fraud.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fraud.domain.Features;
import dev.millrace.payments.FraudModel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ModelRecordsTest {

  @Test
  void theScorerOfARecordIsThatOfItsFile() {
    FraudModel record = Models.record("gbt-test").build();

    assertThat(ModelRecords.file(record).toJson()).isEqualTo(Models.file("gbt-test").toJson());
    assertThat(new ModelRecords(1).load(record).scorer().score(Features.none()))
        .isEqualTo(Models.file("gbt-test").scorer(1).score(Features.none()));
    assertThat(new ModelRecords(1).load(record).scorer().version()).isEqualTo("gbt-test");
  }

  @Test
  void readingLeavesTheContentAsItIs() {
    FraudModel record = Models.record("gbt-test").build();
    ModelRecords.file(record);

    assertThat(ModelRecords.sha256(record.getContent())).isEqualTo(record.getSha256());
  }

  @Test
  void theDigestIsSha256InHexadecimal() {
    assertThat(ModelRecords.sha256(ByteBuffer.wrap("abc".getBytes(UTF_8))))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void refusesAFileOfAnotherVersion() {
    FraudModel record = Models.record("gbt-test").setModelVersion("gbt-other").build();

    assertThatThrownBy(() -> new ModelRecords(1).load(record))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("version must be the record's model_version, 'gbt-other', got 'gbt-test'");
  }
}
