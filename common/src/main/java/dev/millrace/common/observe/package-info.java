/** Names and kinds of the metrics that every job reports. */
package dev.millrace.common.observe;
