package dev.vitrine.tmp; final class Abench {}
