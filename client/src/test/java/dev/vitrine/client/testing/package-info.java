/** Logs and clients the tests of this module talk to. */
package dev.vitrine.client.testing;
