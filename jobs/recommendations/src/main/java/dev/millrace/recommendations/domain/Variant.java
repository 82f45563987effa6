package dev.millrace.recommendations.domain;

import java.io.Serializable;

/**
 * One arm of an experiment.
 *
 * @param name named by each recommendation
 * @param share of the sessions, relative to the other variants' shares
 */
public record Variant(String name, int share, RankingSettings settings) implements Serializable {}
