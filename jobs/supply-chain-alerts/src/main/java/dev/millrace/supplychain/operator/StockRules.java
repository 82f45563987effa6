package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.stock.StockPolicy;
import java.io.Serializable;
import java.time.Duration;

/**
 * How stock is watched.
 *
 * @param policy when it is too little or too much
 * @param maxLocations locations of a product that are followed
 * @param retention how long a product at a location is kept without a record of it, in processing
 *     time
 */
public record StockRules(StockPolicy policy, int maxLocations, Duration retention)
    implements Serializable {}
