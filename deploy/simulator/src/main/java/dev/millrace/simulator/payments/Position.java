package dev.millrace.simulator.payments;

/**
 * A place on earth.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Position(double latitude, double longitude) {
  private static final double DECIMALS = 10_000;

  public Position {
    if (!(latitude >= -90 && latitude <= 90)) {
      throw new IllegalArgumentException("latitude must be from -90 to 90, is " + latitude);
    }
    if (!(longitude >= -180 && longitude <= 180)) {
      throw new IllegalArgumentException("longitude must be from -180 to 180, is " + longitude);
    }
  }

  /** The place some degrees away, to four decimals of a degree (11 m). */
  Position plus(double north, double east) {
    return new Position(rounded(latitude + north), rounded(longitude + east));
  }

  private static double rounded(double degrees) {
    return StrictMath.rint(degrees * DECIMALS) / DECIMALS;
  }
}
