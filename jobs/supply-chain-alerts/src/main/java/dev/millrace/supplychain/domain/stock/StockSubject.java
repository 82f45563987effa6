package dev.millrace.supplychain.domain.stock;

/** A product at a location. */
public record StockSubject(String skuId, String locationId) {

  /** As alerts name it. */
  public String id() {
    return skuId + "@" + locationId;
  }
}
