package dev.millrace.supplychain.domain.goods;

import dev.millrace.suite.Source;
import java.util.List;

/**
 * What became known of how late ordered goods are on their way.
 *
 * @param orderId the order
 * @param skuId the product
 * @param locationId where the goods are to go
 * @param supplierId who sends them; null between own locations
 * @param lateMs what they lose on their way, from 0
 * @param arrival when the last of those that are late will be there, milliseconds since 1970; 0 if
 *     none is late
 * @param causes subjects that may be to blame, as {@link
 *     dev.millrace.supplychain.domain.Finding#subject(dev.millrace.supply.SubjectType, String)}
 *     writes them
 * @param time when this came to be known, milliseconds since 1970
 * @param source the record that said so; null where time passing did
 */
public record GoodsDelay(
    String orderId,
    String skuId,
    String locationId,
    String supplierId,
    long lateMs,
    long arrival,
    List<String> causes,
    long time,
    Source source) {}
