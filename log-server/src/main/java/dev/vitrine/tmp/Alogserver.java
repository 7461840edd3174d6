package dev.vitrine.tmp; final class Alogserver {}
