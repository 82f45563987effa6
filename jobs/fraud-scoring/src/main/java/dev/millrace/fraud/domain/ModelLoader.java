package dev.millrace.fraud.domain;

import dev.millrace.payments.FraudModel;
import java.io.Serializable;

/** Makes scorers of model records. */
@FunctionalInterface
public interface ModelLoader extends Serializable {

  /**
   * The scorer in a record.
   *
   * @throws RuntimeException if the record holds none; such records are refused at the door
   */
  Scorer load(FraudModel model);
}
