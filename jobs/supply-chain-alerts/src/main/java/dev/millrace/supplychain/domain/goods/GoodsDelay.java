package dev.millrace.supplychain.domain.goods;

import dev.millrace.suite.Source;
import java.util.List;

/**
 * What became known of how late ordered goods are on their way.
 *
 * @param orderId the order
 * @param skuId the product
 * @param locationId where the goods are to go; null if that is not concerned
 * @param supplierId who sends them; null between own locations, and if that is not concerned
 * @param lateMs what they lose on their way, from 0
 * @param arrival when the last of those that are late will be there, milliseconds since 1970; 0 if
 *     none is late
 * @param withdrawnBy the version of the order by which the goods are not to go there, or to come
 *     from there, any more; 0 if they are
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
    long withdrawnBy,
    List<String> causes,
    long time,
    Source source) {}
