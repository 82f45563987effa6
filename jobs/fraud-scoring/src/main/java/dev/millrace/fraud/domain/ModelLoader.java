package dev.millrace.fraud.domain;

import dev.millrace.payments.FraudModel;
import java.io.Serializable;

/** Makes models of their records. */
@FunctionalInterface
public interface ModelLoader extends Serializable {

  /**
   * The model in a record.
   *
   * @throws RuntimeException if the record holds none; such records are refused at the door
   */
  LoadedModel load(FraudModel model);
}
