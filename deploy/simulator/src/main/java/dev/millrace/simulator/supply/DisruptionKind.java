package dev.millrace.simulator.supply;

/** What goes wrong by script. */
public enum DisruptionKind {
  /** A port neither sends nor receives. */
  PORT_CLOSURE,
  /** A supplier neither confirms nor makes anything. */
  SUPPLIER_FAILURE,
  /** Whatever is under way on a lane is held up. */
  STORM,
  /** Customers want several times as much of a product at a location. */
  DEMAND_SPIKE,
  /** The cooling of a shipment fails. */
  REEFER_FAILURE,
  /** A sensor sends nothing. */
  DATA_OUTAGE
}
