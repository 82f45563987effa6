/** Tells the right person of a disruption minutes after its first sign, once, with a way out. */
package dev.millrace.supplychain;
