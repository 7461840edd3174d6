package dev.vitrine.tmp; final class Acore {}
