package dev.vitrine.bench.load;

/**
 * One second of a run.
 *
 * @param at seconds after the start, at the end of this second
 * @param perSecond entries acknowledged
 * @param latency of the counted entries acknowledged in it
 */
public record Second(double at, double perSecond, Quantiles latency) {}
