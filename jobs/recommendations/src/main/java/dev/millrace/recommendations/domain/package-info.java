/** What a shopper may want to see next: pure logic over sessions, items and what is learned. */
package dev.millrace.recommendations.domain;
