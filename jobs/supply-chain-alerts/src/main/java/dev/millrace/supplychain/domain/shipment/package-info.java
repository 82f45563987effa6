/** One shipment against its plan. */
package dev.millrace.supplychain.domain.shipment;
