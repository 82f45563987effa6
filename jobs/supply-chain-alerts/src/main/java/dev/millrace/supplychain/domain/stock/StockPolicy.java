package dev.millrace.supplychain.domain.stock;

import java.io.Serializable;
import java.time.Duration;

/**
 * When stock is too little or too much.
 *
 * @param leadTime time from ordering to having goods there, where a location does not say
 * @param clearCover cover at which a risk is over, in lead times, above 1: between 1 and this a
 *     risk stays what it is
 * @param minShortDays days of demand that have to be missing before it is a risk
 * @param inboundGrace how long after it is due inbound is still expected
 * @param transferTime time that a transfer between two locations takes
 * @param reserve what a location keeps of its own stock when it gives some away, in units of its
 *     demand over its lead time
 * @param overstockCover cover from which stock is too much
 * @param overstockClear share of overstockCover below which it is not any more, below 1
 * @param historyDays full days of demand before anything is said of a location
 * @param seasonDays full days of demand from which days of the week are told apart
 * @param memoryDays days that the demand rate mostly rests on
 */
public record StockPolicy(
    Duration leadTime,
    double clearCover,
    double minShortDays,
    Duration inboundGrace,
    Duration transferTime,
    double reserve,
    Duration overstockCover,
    double overstockClear,
    int historyDays,
    int seasonDays,
    double memoryDays)
    implements Serializable {}
