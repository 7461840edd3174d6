package dev.vitrine.tmp; final class Aclient {}
