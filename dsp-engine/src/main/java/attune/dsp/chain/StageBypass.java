package attune.dsp.chain;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.rt.AudioThread;
import java.util.Arrays;

/** Which stages a set leaves out: their parameters are played at neutral, where each stage hands its input through. */
final class StageBypass {
    private static final String ENDING = "_bypass";
    private static final int NONE = -1;
    /** For every parameter the switch of its stage, {@link #NONE} where there is none. */
    private static final int[] SWITCH = switches();

    private StageBypass() {}

    private static int[] switches() {
        int[] switches = new int[ParamTable.COUNT];
        Arrays.fill(switches, NONE);
        for (ParamTable toggle : ParamTable.all()) {
            if (toggle.spec().scale() == Scale.TOGGLE && toggle.id().endsWith(ENDING)) {
                for (ParamTable param : ParamTable.all()) {
                    if (param.spec().stage() == toggle.spec().stage()) {
                        switches[param.index()] = toggle.index();
                    }
                }
            }
        }
        return switches;
    }

    /** Whether the set leaves out the stage that this parameter belongs to. */
    @AudioThread
    static boolean isBypassed(ParamSnapshot set, int param) {
        int toggle = SWITCH[param];
        return toggle != NONE && set.get(toggle) != 0;
    }
}
