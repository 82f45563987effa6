/** What a supply-chain team works with: how good detectors and forecasts are. */
package dev.millrace.supplydesk;
