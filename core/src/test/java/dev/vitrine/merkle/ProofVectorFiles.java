package dev.vitrine.merkle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The project's own proof probes, made by the textbook oracle alone: sound proofs of trees whose
 * entry {@code i} is {@code "entry i"}, and each way in which one must not pass.
 */
final class ProofVectorFiles {
  private static final TextbookTree TREE = TextbookTree.ofSize(1000);
  private static final Hash STRANGER = TextbookTree.leaf("stranger".getBytes());

  private final Map<String, String> files = new TreeMap<>();

  private ProofVectorFiles() {}

  /** Text of each file by its path. */
  static Map<String, String> all() {
    ProofVectorFiles made = new ProofVectorFiles();
    for (int[] at : new int[][] {{0, 1}, {0, 2}, {6, 7}, {5, 8}, {256, 257}, {300, 1000}}) {
      made.inclusion(at[0], at[1]);
    }
    for (int[] at : new int[][] {{1, 2}, {3, 7}, {4, 8}, {6, 8}, {256, 257}, {300, 1000}}) {
      made.consistency(at[0], at[1]);
    }
    for (int[] at : new int[][] {{9, 8, 13}, {4, 4, 8}, {600, 512, 1000}}) {
      made.subtreeInclusion(at[0], at[1], at[2]);
    }
    for (int[] at :
        new int[][] {{8, 13, 13}, {8, 13, 20}, {4, 8, 13}, {0, 6, 11}, {512, 900, 999}}) {
      made.subtreeConsistency(at[0], at[1], at[2]);
    }
    made.edges();
    return made.files;
  }

  private void inclusion(int index, int size) {
    String folder = "inclusion/" + index + "-in-" + size;
    Map<String, Object> sound = new LinkedHashMap<>();
    sound.put("leafIdx", (long) index);
    sound.put("treeSize", (long) size);
    sound.put("root", TREE.root(size));
    sound.put("leafHash", TREE.leaves().get(index));
    sound.put("proof", TREE.path(index, 0, size));
    soundAndBroken(folder, sound, List.of("root", "leafHash"));
    broken(folder, "index-outside-the-tree", with(sound, "leafIdx", (long) size));
    broken(folder, "index-of-the-neighbour", with(sound, "leafIdx", (long) index ^ 1));
    broken(folder, "tree-of-twice-the-size", with(sound, "treeSize", 2L * size));
  }

  private void consistency(int oldSize, int newSize) {
    String folder = "consistency/" + oldSize + "-to-" + newSize;
    Map<String, Object> sound = new LinkedHashMap<>();
    sound.put("size1", (long) oldSize);
    sound.put("size2", (long) newSize);
    sound.put("root1", TREE.root(oldSize));
    sound.put("root2", TREE.root(newSize));
    sound.put("proof", TREE.proof(oldSize, newSize));
    soundAndBroken(folder, sound, List.of("root1", "root2"));
    broken(folder, "from-nothing", with(sound, "size1", 0L));
    broken(
        folder, "backwards", with(with(sound, "size1", (long) newSize), "size2", (long) oldSize));
    broken(folder, "same-size", with(sound, "size2", (long) oldSize));
  }

  private void subtreeInclusion(int index, int start, int end) {
    String folder = "subtreeinclusion/" + index + "-in-" + start + "-" + end;
    Map<String, Object> sound = new LinkedHashMap<>();
    sound.put("leafIdx", (long) index);
    sound.put("start", (long) start);
    sound.put("end", (long) end);
    sound.put("root", TREE.mth(start, end));
    sound.put("leafHash", TREE.leaves().get(index));
    sound.put("proof", TREE.path(index, start, end));
    soundAndBroken(folder, sound, List.of("root", "leafHash"));
    broken(folder, "index-before-the-subtree", with(sound, "leafIdx", start - 1L));
    broken(folder, "index-after-the-subtree", with(sound, "leafIdx", (long) end));
    broken(folder, "invalid-subtree", with(sound, "start", start + 1L));
  }

  private void subtreeConsistency(int start, int end, int size) {
    String folder = "subtreeconsistency/" + start + "-" + end + "-in-" + size;
    Map<String, Object> sound = new LinkedHashMap<>();
    sound.put("start", (long) start);
    sound.put("end", (long) end);
    sound.put("size", (long) size);
    sound.put("root1", TREE.mth(start, end));
    sound.put("root2", TREE.root(size));
    sound.put("proof", TREE.subtreeProof(start, end, size));
    soundAndBroken(folder, sound, List.of("root1", "root2"));
    broken(folder, "invalid-subtree", with(sound, "start", start + 1L));
    broken(folder, "beyond-the-tree", with(sound, "size", end - 1L));
  }

  private void edges() {
    Map<String, Object> probe = new LinkedHashMap<>();
    probe.put("leafIdx", 0L);
    probe.put("treeSize", 0L);
    probe.put("root", Hash.EMPTY_ROOT);
    probe.put("leafHash", TREE.leaves().get(0));
    probe.put("proof", List.of());
    broken("inclusion/empty", "leaf-in-the-empty-tree", probe);
    probe = new LinkedHashMap<>();
    probe.put("size1", 8L);
    probe.put("size2", 8L);
    probe.put("root1", TREE.root(8));
    probe.put("root2", TREE.root(8));
    probe.put("proof", List.of());
    add("consistency/same", "same-tree", probe, false);
    broken("consistency/same", "same-size-other-root", with(probe, "root2", STRANGER));
    probe = new LinkedHashMap<>();
    probe.put("start", 5L);
    probe.put("end", 5L);
    probe.put("size", 9L);
    probe.put("root1", Hash.EMPTY_ROOT);
    probe.put("root2", TREE.root(9));
    probe.put("proof", List.of());
    add("subtreeconsistency/empty", "empty-subtree", probe, false);
    broken("subtreeconsistency/empty", "empty-subtree-other-root", with(probe, "root1", STRANGER));
  }

  private void soundAndBroken(String folder, Map<String, Object> sound, List<String> roots) {
    add(folder, "sound", sound, false);
    for (String root : roots) {
      broken(folder, "other-" + root, with(sound, root, STRANGER));
      broken(folder, "empty-" + root, with(sound, root, Hash.EMPTY_ROOT));
    }
    List<Hash> path = path(sound);
    for (int at = 0; at < path.size(); at++) {
      broken(folder, "bit-flipped-in-hash-" + at, withPath(sound, at, flip(path.get(at), 7 * at)));
    }
    List<Hash> longer = new ArrayList<>(path);
    longer.add(STRANGER);
    broken(folder, "one-hash-more-at-the-end", with(sound, "proof", longer));
    longer = new ArrayList<>(path);
    longer.add(0, STRANGER);
    broken(folder, "one-hash-more-at-the-start", with(sound, "proof", longer));
    if (!path.isEmpty()) {
      List<Hash> shorter = path.subList(0, path.size() - 1);
      broken(folder, "last-hash-missing", with(sound, "proof", shorter));
    }
  }

  private void broken(String folder, String name, Map<String, Object> probe) {
    add(folder, name, probe, true);
  }

  private void add(String folder, String name, Map<String, Object> probe, boolean wantErr) {
    StringBuilder text = new StringBuilder("{\n");
    probe.forEach((field, value) -> text.append("  \"" + field + "\": " + json(value) + ",\n"));
    text.append("  \"desc\": \"" + name.replace('-', ' ') + "\",\n");
    text.append("  \"wantErr\": " + wantErr + "\n}\n");
    files.put(folder + "/" + name + ".json", text.toString());
  }

  private static String json(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "[]"
          : list.stream()
              .map(hash -> "\n    " + json(hash))
              .collect(Collectors.joining(",", "[", "\n  ]"));
    }
    return value instanceof Hash hash ? "\"" + hash.base64() + "\"" : value.toString();
  }

  private static Map<String, Object> with(Map<String, Object> probe, String field, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(probe);
    changed.put(field, value);
    return changed;
  }

  private static Map<String, Object> withPath(Map<String, Object> probe, int at, Hash hash) {
    List<Hash> path = new ArrayList<>(path(probe));
    path.set(at, hash);
    return with(probe, "proof", path);
  }

  @SuppressWarnings("unchecked") // "proof" is put as a list of hashes everywhere above.
  private static List<Hash> path(Map<String, Object> probe) {
    return (List<Hash>) probe.get("proof");
  }

  private static Hash flip(Hash hash, int bit) {
    byte[] bytes = hash.toByteArray();
    bytes[bit / 8 % 32] ^= (byte) (1 << bit % 8);
    return Hash.of(bytes);
  }
}
