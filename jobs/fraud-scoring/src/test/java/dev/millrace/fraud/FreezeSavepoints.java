package dev.millrace.fraud;

import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.savepoint.SavepointFreezing;

class FreezeSavepoints implements SavepointFreezing {
  @Override
  public RehearsedJob job() {
    return new RehearsedFraudScoring();
  }
}
