/** Scores card payments before they clear. */
package dev.millrace.fraud;
