package attune.rt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Walks the byte code of everything that an {@link AudioThread} method can reach inside the scanned classes and lists
 * what must not happen there: allocation, boxing, lambdas and string concatenation ({@code invokedynamic}), monitors,
 * throwing, native code, a {@link ControlThread} method, and any call out of the scanned classes that is not on a short
 * list. A call of an interface or of a method that is overridden reaches every implementation.
 */
public final class AudioThreadScan {
    private static final String AUDIO = "Lattune/rt/AudioThread;";
    private static final String CONTROL = "Lattune/rt/ControlThread;";

    /** Calls out of the scanned classes that neither allocate nor wait, and give the same bits everywhere. */
    private static final List<String> ALLOWED = List.of(
            "java/lang/Math.abs",
            "java/lang/Math.min",
            "java/lang/Math.max",
            "java/lang/Math.sqrt",
            "java/lang/Math.floor",
            "java/lang/Math.ceil",
            "java/lang/Math.floorMod",
            "java/lang/Math.floorDiv",
            "java/lang/System.arraycopy",
            "java/lang/System.nanoTime",
            "java/util/Arrays.fill",
            "java/lang/Double.doubleToRawLongBits",
            "java/lang/Double.doubleToLongBits",
            "java/lang/Double.longBitsToDouble",
            "java/lang/Double.isNaN",
            "java/lang/Double.isFinite",
            "java/lang/Double.isInfinite",
            "java/lang/Float.floatToRawIntBits",
            "java/lang/Float.floatToIntBits",
            "java/lang/Float.intBitsToFloat",
            "java/lang/Float.isNaN",
            "java/lang/Float.isFinite",
            "java/lang/Integer.numberOfLeadingZeros",
            "java/lang/Integer.numberOfTrailingZeros",
            "java/lang/Integer.bitCount",
            "java/lang/Long.numberOfLeadingZeros",
            "java/lang/Long.numberOfTrailingZeros",
            "java/lang/Enum.ordinal",
            "java/util/List.get", // of the parameter tables: immutable lists
            "java/util/List.size",
            "org/jtransforms/fft/FloatFFT_1D.complexForward",
            "org/jtransforms/fft/FloatFFT_1D.complexInverse",
            "org/jtransforms/fft/FloatFFT_1D.realForward",
            "org/jtransforms/fft/FloatFFT_1D.realInverse");

    private final Map<String, ClassNode> classes = new HashMap<>();
    private final Map<String, Set<String>> subtypes = new HashMap<>();
    private final Set<String> allowed = new HashSet<>(ALLOWED);

    private AudioThreadScan() {}

    /** Scans everything in the class folders or jars from which these classes were loaded. */
    public static AudioThreadScan ofCodeSourcesOf(Class<?>... anchors) {
        AudioThreadScan scan = new AudioThreadScan();
        for (Class<?> anchor : anchors) {
            scan.readCodeSource(anchor);
        }
        scan.indexSubtypes();
        return scan;
    }

    /** Scans just these classes. */
    public static AudioThreadScan ofClasses(Class<?>... classes) {
        AudioThreadScan scan = new AudioThreadScan();
        for (Class<?> each : classes) {
            String file = "/" + each.getName().replace('.', '/') + ".class";
            try (var in = each.getResourceAsStream(file)) {
                scan.add(Objects.requireNonNull(in, file).readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        scan.indexSubtypes();
        return scan;
    }

    /**
     * Allows further calls out of the scanned classes, and native methods inside them.
     *
     * @param methods internal class name, dot, method name or {@code *}: {@code java/nio/FloatBuffer.*}
     */
    public AudioThreadScan allowing(String... methods) {
        allowed.addAll(Arrays.asList(methods));
        return this;
    }

    /** One sentence for each thing that must not be, with the calls that lead to it; empty when all is well. */
    public List<String> violations() {
        Map<String, @Nullable String> reachedFrom = new LinkedHashMap<>();
        ArrayDeque<String> open = new ArrayDeque<>();
        for (String root : roots()) {
            if (!reachedFrom.containsKey(root)) {
                reachedFrom.put(root, null);
                open.add(root);
            }
        }
        List<String> found = new ArrayList<>();
        while (!open.isEmpty()) {
            String at = open.remove();
            Set<String> callees = new HashSet<>();
            for (String problem : inspect(at, callees)) {
                found.add(problem + " in " + path(at, reachedFrom));
            }
            for (String callee : callees) {
                if (!reachedFrom.containsKey(callee)) {
                    reachedFrom.put(callee, at);
                    open.add(callee);
                }
            }
        }
        return found;
    }

    /** How many marked methods classes of this internal name prefix have: a scan of nothing finds nothing. */
    public int roots(String classPrefix) {
        return (int) roots().stream().filter(r -> r.startsWith(classPrefix)).count();
    }

    private void readCodeSource(Class<?> anchor) {
        try {
            Path path = Path.of(
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(path)) {
                readTree(path);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    readTree(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no code source for " + anchor, e);
        }
    }

    private void readTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                add(Files.readAllBytes(file));
            }
        }
    }

    private void add(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        classes.put(node.name, node);
    }

    private void indexSubtypes() {
        for (ClassNode node : classes.values()) {
            for (String ancestor : ancestors(node.name)) {
                subtypes.computeIfAbsent(ancestor, a -> new HashSet<>()).add(node.name);
            }
        }
    }

    /** All superclasses and interfaces, the class itself included, nearest first. */
    private List<String> ancestors(String name) {
        List<String> found = new ArrayList<>();
        ArrayDeque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.remove();
            if (!found.contains(next)) {
                found.add(next);
                ClassNode node = classes.get(next);
                if (node != null) {
                    if (node.superName != null) {
                        open.add(node.superName);
                    }
                    open.addAll(node.interfaces);
                }
            }
        }
        return found;
    }

    /** Marked methods and everything that overrides one. */
    private Set<String> roots() {
        Set<String> roots = new HashSet<>();
        for (ClassNode node : classes.values()) {
            for (MethodNode method : node.methods) {
                if (isMarked(method, AUDIO)) {
                    roots.addAll(implementations(node.name, method.name, method.desc));
                }
            }
        }
        return roots;
    }

    private static boolean isMarked(MethodNode method, String annotation) {
        return marks(method.invisibleAnnotations, annotation) || marks(method.visibleAnnotations, annotation);
    }

    private static boolean marks(@Nullable List<AnnotationNode> annotations, String annotation) {
        return annotations != null && annotations.stream().anyMatch(a -> a.desc.equals(annotation));
    }

    /** Methods with a body that a virtual call may end in. */
    private Set<String> implementations(String owner, String name, String desc) {
        Set<String> found = new HashSet<>();
        for (String type : subtypes.getOrDefault(owner, Set.of(owner))) {
            String declaring = resolve(type, name, desc);
            if (declaring != null) {
                found.add(declaring + "." + name + desc);
            }
        }
        return found;
    }

    /** The nearest class from {@code owner} upwards that declares the method with a body (or natively). */
    private @Nullable String resolve(String owner, String name, String desc) {
        for (String type : ancestors(owner)) {
            MethodNode method = method(type, name, desc);
            if (method != null && (method.access & Opcodes.ACC_ABSTRACT) == 0) {
                return type;
            }
        }
        return null;
    }

    private @Nullable MethodNode method(String type, String name, String desc) {
        ClassNode node = classes.get(type);
        if (node == null) {
            return null;
        }
        for (MethodNode method : node.methods) {
            if (method.name.equals(name) && method.desc.equals(desc)) {
                return method;
            }
        }
        return null;
    }

    private List<String> inspect(String id, Set<String> callees) {
        String owner = id.substring(0, id.indexOf('.'));
        String name = id.substring(id.indexOf('.') + 1, id.indexOf('('));
        MethodNode method = Objects.requireNonNull(method(owner, name, id.substring(id.indexOf('('))), id);
        List<String> problems = new ArrayList<>();
        if (isMarked(method, CONTROL)) {
            problems.add("a control-thread method is reached");
            return problems;
        }
        if ((method.access & Opcodes.ACC_NATIVE) != 0 && !isAllowed(owner, name)) {
            problems.add("native method");
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            problems.add("synchronized method");
        }
        for (AbstractInsnNode instruction : method.instructions) {
            String problem = forbidden(instruction.getOpcode());
            if (problem != null) {
                problems.add(problem);
            } else if (instruction instanceof MethodInsnNode call) {
                follow(call, callees, problems);
            }
        }
        return problems;
    }

    private static @Nullable String forbidden(int opcode) {
        return switch (opcode) {
            case Opcodes.NEW -> "allocation (NEW)";
            case Opcodes.NEWARRAY, Opcodes.ANEWARRAY, Opcodes.MULTIANEWARRAY -> "allocation of an array";
            case Opcodes.INVOKEDYNAMIC -> "lambda or string concatenation (INVOKEDYNAMIC)";
            case Opcodes.MONITORENTER -> "monitor (MONITORENTER)";
            case Opcodes.ATHROW -> "throw (ATHROW)";
            default -> null;
        };
    }

    private void follow(MethodInsnNode call, Set<String> callees, List<String> problems) {
        if (!classes.containsKey(call.owner)) {
            if (!isAllowed(call.owner, call.name)) {
                problems.add("call of " + call.owner + "." + call.name);
            }
            return;
        }
        boolean isVirtual = call.getOpcode() == Opcodes.INVOKEVIRTUAL || call.getOpcode() == Opcodes.INVOKEINTERFACE;
        if (isVirtual) {
            callees.addAll(implementations(call.owner, call.name, call.desc));
        }
        String declaring = resolve(call.owner, call.name, call.desc);
        if (declaring != null) {
            callees.add(declaring + "." + call.name + call.desc);
        } else if (!isVirtual
                || implementations(call.owner, call.name, call.desc).isEmpty()) {
            inherited(call, problems);
        }
    }

    /** A scanned class that inherits the method from outside. */
    private void inherited(MethodInsnNode call, List<String> problems) {
        boolean fine = ancestors(call.owner).stream().anyMatch(a -> isAllowed(a, call.name));
        if (!fine) {
            problems.add("call of " + call.owner + "." + call.name + ", which is inherited from outside");
        }
    }

    private boolean isAllowed(String owner, String name) {
        return allowed.contains(owner + "." + name) || allowed.contains(owner + ".*");
    }

    private static String path(String id, Map<String, @Nullable String> reachedFrom) {
        StringBuilder path = new StringBuilder(id);
        String from = reachedFrom.get(id);
        while (from != null) {
            path.append(" ← ").append(from);
            from = reachedFrom.get(from);
        }
        return path.toString();
    }
}
