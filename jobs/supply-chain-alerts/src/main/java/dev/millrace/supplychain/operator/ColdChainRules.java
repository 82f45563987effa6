package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.coldchain.ColdChainPolicy;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the cold chain is watched.
 *
 * @param policy when goods are too warm or too cold, and when a sensor is missing
 * @param retention how long a sensor is kept without a reading, in processing time
 */
public record ColdChainRules(ColdChainPolicy policy, Duration retention) implements Serializable {}
