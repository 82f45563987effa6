/**
 * What happens to records that cannot be used: rules that refuse them, and dead letters that keep
 * them.
 */
package dev.millrace.common.quality;
