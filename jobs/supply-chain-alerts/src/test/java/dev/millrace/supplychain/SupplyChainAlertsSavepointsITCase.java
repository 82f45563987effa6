package dev.millrace.supplychain;

import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.savepoint.SavepointRules;

class SupplyChainAlertsSavepointsITCase implements SavepointRules {
  @Override
  public RehearsedJob job() {
    return new RehearsedSupplyChainAlerts();
  }
}
