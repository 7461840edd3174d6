package dev.vitrine.admission;

import com.google.protobuf.Message;
import dev.vitrine.record.Statement;

/**
 * The rules of one kind.
 *
 * @param <M> its predicate
 */
interface KindRules<M extends Message> {

  /** The documents the predicate names, common ones apart. */
  Documents documents(M predicate);

  /** The rules that need nothing but the record and its public documents. */
  void check(Statement statement, M predicate, BlobView blobs) throws RejectionException;

  /** The rules on the log's state; on success the changes and rows stand in {@code admitting}. */
  void admit(Admitting admitting, M predicate) throws RejectionException;
}
