/** What a fraud team works with: rules, models, explanations, evaluation. */
package dev.millrace.frauddesk;
