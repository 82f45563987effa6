package dev.millrace.fraud;

import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.savepoint.SavepointRules;

class FraudScoringSavepointsITCase implements SavepointRules {
  @Override
  public RehearsedJob job() {
    return new RehearsedFraudScoring();
  }
}
