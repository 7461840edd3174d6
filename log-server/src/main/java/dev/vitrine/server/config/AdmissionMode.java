package dev.vitrine.server.config;

/** What may enter the log. */
public enum AdmissionMode {
  /** Only valid signed records. */
  RECORDS,
  /** Any 1..65,535 bytes. */
  OPEN
}
