/** Sends what owners are to be told to a webhook. */
package dev.millrace.notify;
