package dev.millrace.shopdesk;

/**
 * How well next items were predicted.
 *
 * @param hr20 share of predictions with the next item among the 20 recommended
 * @param mrr20 mean of 1/place of the next item, 0 where it is not among them
 * @param predictions number of predictions
 */
record Accuracy(double hr20, double mrr20, int predictions) {}
