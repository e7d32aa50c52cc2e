package attune.bridge;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** What the install does for a start: our classes as a jar, JNA's library as a file. */
final class LaunchPlanJar {
    private LaunchPlanJar() {}

    static Path pack(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String entry : System.getProperty("java.class.path").split(":", -1)) {
                Path folder = Path.of(entry);
                if (Files.isDirectory(folder)) { // classes of tests are none of what is installed
                    if (folder.endsWith("classes")) {
                        add(out, folder);
                    }
                } else if (entry.contains("dsp-engine")
                        || entry.contains("JTransforms")
                        || entry.contains("JLargeArrays")) {
                    addJar(out, folder);
                }
            }
        }
        return jar;
    }

    private static void add(JarOutputStream out, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
            Files.copy(file, out);
            out.closeEntry();
        }
    }

    private static void addJar(JarOutputStream out, Path jar) throws IOException {
        try (java.util.jar.JarFile in = new java.util.jar.JarFile(jar.toFile())) {
            for (JarEntry entry :
                    in.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                if (entry.getName().equals("module-info.class")) {
                    continue;
                }
                out.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream bytes = in.getInputStream(entry)) {
                    bytes.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }

    static Path unpackJna(Path folder) throws IOException {
        Path target = Files.createDirectories(folder.resolve("jna"));
        String resource = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
        try (InputStream in = Platform.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("JNA has no library for " + Platform.RESOURCE_PREFIX);
            }
            Files.copy(in, target.resolve("libjnidispatch.so"));
        }
        return target;
    }
}
