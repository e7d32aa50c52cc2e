package attune.rt;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.chain.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioThreadScanTest {
    @Test
    void engine_when_scanned_expect_no_violation_on_the_audio_thread() {
        AudioThreadScan scan = AudioThreadScan.ofCodeSourcesOf(Engine.class);
        assertThat(scan.roots("attune/dsp/")).isGreaterThan(100);
        assertThat(scan.violations()).isEmpty();
    }

    @Test
    void scan_when_code_is_bad_expect_each_fault_named() {
        List<String> found = AudioThreadScan.ofClasses(Bad.class, Worker.class, BadWorker.class, GoodWorker.class)
                .violations();
        assertThat(found)
                .anyMatch(v -> v.startsWith("allocation (NEW)") && v.contains("Bad.newObject"))
                .anyMatch(v -> v.startsWith("allocation of an array") && v.contains("Bad.newArray"))
                .anyMatch(v -> v.startsWith("allocation of an array") && v.contains("Bad.newGrid"))
                .anyMatch(v -> v.startsWith("call of java/lang/Double.valueOf") && v.contains("Bad.boxes"))
                .anyMatch(v -> v.startsWith("lambda") && v.contains("Bad.lambda"))
                .anyMatch(v -> v.startsWith("lambda") && v.contains("Bad.concat"))
                .anyMatch(v -> v.startsWith("monitor") && v.contains("Bad.locks"))
                .anyMatch(v -> v.startsWith("synchronized method") && v.contains("Bad.lockedMethod"))
                .anyMatch(v -> v.startsWith("throw") && v.contains("Bad.rethrows"))
                .anyMatch(v -> v.startsWith("call of java/lang/Math.sin") && v.contains("Bad.sine"))
                .anyMatch(v -> v.startsWith("call of java/io/PrintStream.println") && v.contains("Bad.prints"))
                .anyMatch(v -> v.startsWith("call of [F.clone") && v.contains("Bad.clones"))
                .anyMatch(v -> v.startsWith("a control-thread method") && v.contains("Bad.prepare"))
                .anyMatch(v -> v.startsWith("allocation of an array") && v.contains("Bad.deep") && v.contains(" ← "))
                .anyMatch(v -> v.startsWith("allocation of an array") && v.contains("BadWorker.work"))
                .noneMatch(v -> v.contains("GoodWorker"))
                .noneMatch(v -> v.contains("Bad.notOnTheAudioThread"));
    }

    @Test
    void scan_when_call_is_allowed_expect_no_violation() {
        assertThat(AudioThreadScan.ofClasses(Sine.class).violations()).hasSize(1);
        assertThat(AudioThreadScan.ofClasses(Sine.class)
                        .allowing("java/lang/Math.sin")
                        .violations())
                .isEmpty();
        assertThat(AudioThreadScan.ofClasses(Sine.class)
                        .allowing("java/lang/Math.*")
                        .violations())
                .isEmpty();
    }

    static final class Sine {
        @AudioThread
        double sine(double x) {
            return Math.sin(Math.sqrt(x));
        }
    }

    interface Worker {
        void work();
    }

    static final class BadWorker implements Worker {
        float[] buffer = {};

        @Override
        public void work() {
            buffer = new float[3];
        }
    }

    static final class GoodWorker implements Worker {
        private int count;

        @Override
        public void work() {
            count++;
        }

        int count() {
            return count;
        }
    }

    /** Everything that must not be. */
    static final class Bad {
        private Object kept = "";
        private float[] samples = {};
        private float[][] grid = {};

        @AudioThread
        void newObject() {
            kept = new ArrayList<String>();
        }

        @AudioThread
        void newArray() {
            samples = new float[8];
        }

        @AudioThread
        void newGrid() {
            grid = new float[8][8];
        }

        @AudioThread
        void boxes() {
            kept = (double) samples.length;
        }

        @AudioThread
        void lambda() {
            kept = (Runnable) () -> samples[0] = grid[0][0];
        }

        @AudioThread
        void concat() {
            kept = "frames=" + samples.length + kept;
        }

        @AudioThread
        void locks() {
            synchronized (this) {
                samples[0]++;
            }
        }

        @AudioThread
        synchronized void lockedMethod() {
            samples[0]++;
        }

        @AudioThread
        void rethrows(RuntimeException problem) {
            throw problem;
        }

        @AudioThread
        void sine() {
            samples[0] = (float) Math.sin(samples[0]);
        }

        @AudioThread
        void prints() {
            System.out.println();
        }

        @AudioThread
        void clones() {
            samples = samples.clone();
        }

        @ControlThread
        void prepare() {
            samples = new float[8];
        }

        @AudioThread
        void preparesWhilePlaying() {
            prepare();
        }

        @AudioThread
        void shallow(Worker worker) {
            deeper();
            worker.work();
        }

        private void deeper() {
            deep();
        }

        private void deep() {
            samples = new float[9];
        }

        void notOnTheAudioThread() {
            samples = new float[10];
        }
    }
}
