package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

/**
 * What those who share a facet with a delivery say of it.
 *
 * @param facet in which respect
 * @param track how punctual they have been, the delivery itself left out
 * @param companions how many of them are due at the same time, the delivery itself included
 */
public record FacetView(Facet facet, TrackRecord track, int companions) {

  /** A view. */
  public FacetView {
    requireNonNull(facet, "facet");
    requireNonNull(track, "track");
  }
}
