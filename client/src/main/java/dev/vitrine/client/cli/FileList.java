package dev.vitrine.client.cli;

import dev.vitrine.client.check.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files that paths name, hashed; folders are walked, symbolic links in them are no content. */
final class FileList {
  private final Map<FileDigest, Path> files = new LinkedHashMap<>();

  private FileList() {}

  static FileList of(List<Path> paths, OutputOptions output) throws IOException, UsageException {
    Map<Path, String> names = new LinkedHashMap<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        walk(path, names);
      } else if (Files.exists(path)) {
        names.put(path, String.valueOf(path.getFileName()));
      } else {
        throw new NoSuchFileException(path.toString());
      }
    }
    if (names.isEmpty()) {
      throw new UsageException("no file in %s (expected: at least one)".formatted(paths));
    }
    FileList list = new FileList();
    try (Progress progress = output.progress("files hashed", names.size())) {
      for (Map.Entry<Path, String> name : names.entrySet()) {
        list.files.put(FileDigest.of(name.getKey(), name.getValue()), name.getKey());
        progress.at(list.files.size());
      }
    }
    return list;
  }

  private static void walk(Path folder, Map<Path, String> names) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(path -> Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .forEach(path -> names.put(path, folder.relativize(path).toString().replace('\\', '/')));
    }
  }

  List<FileDigest> digests() {
    return new ArrayList<>(files.keySet());
  }

  Path path(FileDigest file) {
    return java.util.Objects.requireNonNull(files.get(file), file.name());
  }
}
