package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.FraudDecision;
import dev.millrace.suite.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class GeneratedSchemaTest {

  @Test
  void isTheReleasedSchemaAgain() throws IOException {
    assertThat(GeneratedSchema.asReleased(FraudDecision.getClassSchema()))
        .isEqualTo(released("fraud-decision/v3"))
        .isNotEqualTo(FraudDecision.getClassSchema());
    assertThat(GeneratedSchema.asReleased(DeadLetter.getClassSchema()))
        .isEqualTo(released("dead-letter/v2"));
  }

  private static Schema released(String version) throws IOException {
    try (InputStream file =
        GeneratedSchema.class.getResourceAsStream("/schemas/" + version + ".avsc")) {
      return new Schema.Parser().parse(file);
    }
  }
}
