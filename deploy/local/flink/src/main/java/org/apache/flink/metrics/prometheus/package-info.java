/** In Flink's package, because what Flink's reporter collects is visible nowhere else. */
package org.apache.flink.metrics.prometheus;
