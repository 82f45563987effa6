package dev.millrace.recommendations;

import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.savepoint.SavepointRules;

class RecommendationsSavepointsITCase implements SavepointRules {
  @Override
  public RehearsedJob job() {
    return new RehearsedRecommendations();
  }
}
