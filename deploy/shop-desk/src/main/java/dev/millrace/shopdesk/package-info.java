/** What a shop team works with: how good recommendations are. */
package dev.millrace.shopdesk;
