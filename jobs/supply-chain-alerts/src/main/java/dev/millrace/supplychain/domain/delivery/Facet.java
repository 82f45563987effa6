package dev.millrace.supplychain.domain.delivery;

/** What a delivery has in common with others: those who share it share its punctuality. */
public enum Facet {
  /** Who sells the goods. */
  SUPPLIER,
  /** Where they are made. */
  SITE,
  /** From where to where they go. */
  LANE,
  /** For whom they are. */
  CUSTOMER,
  /** Terms of delivery: who carries the goods how far. */
  TERMS,
  /** By which way of fulfilment: from stock, or directly from the supplier. */
  CHANNEL,
  /** The order that the delivery is a part of. */
  ORDER
}
