package dev.millrace.fraud.domain;

import java.time.Duration;

/**
 * The trailing windows that figures are computed over, as in the Fraud Detection Handbook (Le
 * Borgne et al., chapter 3).
 */
final class Windows {
  static final long ONE_MINUTE_MS = Duration.ofMinutes(1).toMillis();
  static final long TEN_MINUTES_MS = Duration.ofMinutes(10).toMillis();
  static final long ONE_HOUR_MS = Duration.ofHours(1).toMillis();
  static final long ONE_DAY_MS = Duration.ofDays(1).toMillis();
  static final long SEVEN_DAYS_MS = Duration.ofDays(7).toMillis();
  static final long FOURTEEN_DAYS_MS = Duration.ofDays(14).toMillis();
  static final long THIRTY_DAYS_MS = Duration.ofDays(30).toMillis();

  private Windows() {}
}
