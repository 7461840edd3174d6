package dev.vitrine.tmp; final class Arecords {}
