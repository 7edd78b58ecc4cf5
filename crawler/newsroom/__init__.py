"""A press of our own on loopback addresses, for the demo, the tests and the benchmarks."""
