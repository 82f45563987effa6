package dev.millrace.supplychain.domain.place;

import java.io.Serializable;

/**
 * How the place to blame is found.
 *
 * @param settle how long other places are given to be suspected too, in milliseconds
 * @param linger how long places that another explained are given to be over after it, in
 *     milliseconds
 * @param explainedShare share of a place's late shipments that another must have among its own to
 *     explain it
 * @param delayShare share of the value of goods that each day of delay costs
 */
public record DecisionRules(long settle, long linger, double explainedShare, double delayShare)
    implements Serializable {}
