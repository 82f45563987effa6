package dev.millrace.supplychain.domain.supplier;

import dev.millrace.supplychain.domain.Finding;

/**
 * A change of a supplier, before an alternative is looked for.
 *
 * @param skuId product to look for an alternative for; empty for none
 * @param quantity units of it on open orders
 * @param finding what is to be said
 */
public record SupplierFinding(String skuId, long quantity, Finding finding) {}
