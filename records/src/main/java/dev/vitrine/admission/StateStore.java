package dev.vitrine.admission;

import java.util.List;

/** A state that can be changed: what a replay builds up. */
public interface StateStore extends StateView {

  /** Applies the changes of one entry, in order. */
  void apply(List<StateWrite> writes);
}
